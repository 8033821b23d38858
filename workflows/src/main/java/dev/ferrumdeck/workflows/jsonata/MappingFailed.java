package dev.ferrumdeck.workflows.jsonata;

/** A mapping has no value: its expression fails, or makes what is not JSON. */
public final class MappingFailed extends Exception {
    private static final long serialVersionUID = 1L;

    MappingFailed(String why) {
        super(why);
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
