package dev.ferrumdeck.cli;

import tools.jackson.databind.JsonNode;

/** How the command line ends. */
final class ExitCode {
    static final int OK = 0;
    static final int FAILED = 1;
    static final int USAGE = 2;
    static final int DENIED = 3;
    static final int BUDGET = 4;
    static final int WAITING_FOR_APPROVAL = 5;
    static final int NOT_OVER = 6;
    static final int UNREACHABLE = 10;

    private ExitCode() {}

    /** The code for a run that was waited for. */
    static int ofRun(JsonNode run) {
        return switch (run.path("status").asString("")) {
            case "completed" -> OK;
            case "failed", "cancelled" ->
                ofProblem(run.path("error").path("code").asString(""));
            case "budget_exceeded" -> BUDGET;
            default -> NOT_OVER;
        };
    }

    /** The code for an error of the server, by its stable name. */
    static int ofProblem(String code) {
        return switch (code) {
            case "policy-denied", "approval-denied" -> DENIED;
            case "budget-exceeded" -> BUDGET;
            case "unavailable" -> UNREACHABLE;
            default -> FAILED;
        };
    }
}
