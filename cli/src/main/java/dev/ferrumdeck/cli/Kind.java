package dev.ferrumdeck.cli;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What can be applied. The order is the one that references need: tools before the agents that call them. */
public enum Kind {
    TOOL("tools"),
    POLICY("policies"),
    AGENT("agents"),
    WORKFLOW("workflows"),
    BUDGET("budgets");

    private final String route;

    Kind(String route) {
        this.route = route;
    }

    /** The base path of the kind. */
    String path() {
        return "/v1/" + route;
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Kind> of(String word) {
        return Arrays.stream(values()).filter(it -> it.word().equals(word)).findFirst();
    }

    static String words() {
        return String.join(", ", Arrays.stream(values()).map(Kind::word).toList());
    }
}
