package dev.ferrumdeck.demo;

import java.util.Objects;

/** Claims, each held against evidence; a claim that does not hold makes the whole demonstration fail. */
final class Checks {
    private final Terminal terminal;
    private int failed;
    private int held;

    Checks(Terminal terminal) {
        this.terminal = terminal;
    }

    /** @param evidence what was found, for people */
    void claim(String claim, boolean holds, String evidence) {
        if (holds) {
            held++;
            terminal.line("  %s  %s", terminal.green("ok"), claim);
        } else {
            failed++;
            terminal.line("  %s  %s: %s", terminal.red("NOT TRUE"), claim, evidence);
        }
    }

    void equal(String claim, Object expected, Object found) {
        claim(claim, Objects.equals(expected, found), "expected " + expected + ", found " + found);
    }

    int held() {
        return held;
    }

    int failed() {
        return failed;
    }
}
