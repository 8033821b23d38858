package dev.ferrumdeck.gateway.journal;

/** The evaluated input of a step is not of the kind that its step needs. Terminal. */
final class InputRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    InputRefused(String message) {
        super(message);
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
