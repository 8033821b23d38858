package dev.ferrumdeck.workflows.jsonata;

import com.dashjoin.jsonata.JException;

/** A text is no JSONata expression, or asks for what is not available; the message has the position where it is known. */
public final class NotJsonata extends Exception {
    private static final long serialVersionUID = 1L;

    NotJsonata(int position, String why) {
        super("character " + position + ": " + why);
    }

    NotJsonata(String why) {
        super(why);
    }

    NotJsonata(JException e) {
        super(Mapping.describe(e), e);
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
