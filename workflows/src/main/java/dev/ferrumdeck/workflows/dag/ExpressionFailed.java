package dev.ferrumdeck.workflows.dag;

import dev.ferrumdeck.contracts.ErrorCode;

/** An expression could not be evaluated: says which and why, for people. Terminal: the same scope fails again. */
public final class ExpressionFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final String expression;

    public ExpressionFailed(String expression, String why) {
        super("expression `" + shortened(expression) + "` failed: " + why);
        this.expression = expression;
    }

    public ErrorCode code() {
        return ErrorCode.EXPRESSION_FAILED;
    }

    /** The source of the expression. */
    public String expression() {
        return expression;
    }

    private static String shortened(String expression) {
        return expression.length() <= 120 ? expression : expression.substring(0, 117) + "...";
    }
}
