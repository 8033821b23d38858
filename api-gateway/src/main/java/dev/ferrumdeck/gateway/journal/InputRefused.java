package dev.ferrumdeck.gateway.journal;

import dev.ferrumdeck.contracts.ErrorCode;

/** The evaluated input of a step is not of the kind that its step needs. Terminal. */
final class InputRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ErrorCode code;

    InputRefused(String message) {
        this(ErrorCode.EXPRESSION_FAILED, message);
    }

    InputRefused(ErrorCode code, String message) {
        super(message);
        this.code = code;
    }

    ErrorCode code() {
        return code;
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
