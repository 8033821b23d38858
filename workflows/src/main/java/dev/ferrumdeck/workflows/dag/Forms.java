package dev.ferrumdeck.workflows.dag;

import java.util.regex.Pattern;

/** Forms of names and bounds of numbers in specifications. */
final class Forms {
    static final Pattern ID = Pattern.compile("[A-Za-z][A-Za-z0-9_-]{0,63}");
    static final String ID_WORDS = "letters, digits, _ and -, at most 64, a letter first";
    static final Pattern TOOL = Pattern.compile("(?=.{1,64}$)[A-Za-z][A-Za-z0-9_-]*(\\.[A-Za-z0-9_-]+)*");
    static final String TOOL_WORDS =
            "letters, digits, _, - and single dots between them, at most 64, such as orders.lookup";
    static final int MAX_STEPS = 500;
    static final int MAX_PLAN_BYTES = 256 * 1024;
    static final int MAX_TOKENS = 10_000_000;
    static final int MAX_FALLBACKS = 5;
    static final int MAX_RATE_LIMIT_SECONDS = 3600;
    static final long MAX_SECONDS = 366L * 24 * 3600;

    private Forms() {}
}
