package dev.ferrumdeck.demo;

import java.util.List;
import java.util.Optional;

/**
 * Something to show.
 *
 * @param name also the folder of its files under {@code demo/scenarios}
 * @param servers the MCP servers that it needs
 * @param play how it goes
 */
record Scenario(String name, String what, List<String> servers, Play play) {

    /** How a scenario goes: starts its run, takes part, and checks what came of it. */
    @FunctionalInterface
    interface Play {
        void play(Stage stage);
    }

    static final List<Scenario> ALL = List.of(
            new Scenario(
                    "refund",
                    "a call denied, a refund edited by a person, its worker killed in the middle, and made once",
                    List.of("orders", "payments", "shell"),
                    RefundPlay::play),
            new Scenario(
                    "folder-report",
                    "a workflow: fan-out over the files of a folder, a condition, a retry after a crash",
                    List.of("files", "reports"),
                    FolderReportPlay::play),
            new Scenario(
                    "injection",
                    "a model that believes what a stranger wrote; the policy does not",
                    List.of("orders", "payments", "shell"),
                    InjectionPlay::play),
            new Scenario(
                    "budget-stop",
                    "an agent that never ends, stopped by its budget",
                    List.of("orders"),
                    BudgetStopPlay::play));

    static Optional<Scenario> of(String name) {
        return ALL.stream().filter(it -> it.name().equals(name)).findFirst();
    }
}
