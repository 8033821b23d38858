package dev.ferrumdeck.gateway.runs;

import java.util.Map;

/** What a reader can do about the end of a run, by error code. */
final class Remedies {
    private static final String LOOK = "See the failed step: its error, input and attempts tell more.";
    private static final Map<String, String> BY_CODE = Map.ofEntries(
            Map.entry(
                    "budget-exceeded",
                    "Start it again with a higher budget in the version, or cheaper steps; a live "
                            + "run can be raised by an operator with the signal raise_budget."),
            Map.entry(
                    "policy-denied",
                    "See the decision of the step for the rule that denied it; change the policy or "
                            + "what the agent is asked to do."),
            Map.entry("approval-denied", "Somebody said no: see the approval for the reason."),
            Map.entry(
                    "approval-expired",
                    "Nobody decided in time: start the run again and watch the approvals, or give "
                            + "people more time in the rule."),
            Map.entry("cancelled", "Somebody cancelled it: see the audit for who and why."),
            Map.entry(
                    "timeout", "A step took longer than its timeout: raise timeout_seconds, or make the step smaller."),
            Map.entry("deadline-exceeded", "Raise timeout_seconds of the definition, or make the run smaller."),
            Map.entry("lease-expired", "Workers died or lost their network in each attempt: see the workers."),
            Map.entry(
                    "model-calls-exceeded",
                    "The agent did not come to an end: raise max_model_calls, or improve its " + "prompt or tools."),
            Map.entry("expression-failed", "An expression of the definition does not fit the values: see the step."),
            Map.entry(
                    "tool-changed",
                    "The tool's server lists another tool than was registered: review it and register " + "it again."),
            Map.entry("tool-unavailable", "No worker reached the tool's server: see the worker's MCP configuration."),
            Map.entry("provider-auth", "The model provider refused the worker's key: set it anew."),
            Map.entry("provider-rate-limited", "The model provider limits calls: try later, or raise the limit there."),
            Map.entry("provider-unavailable", "The model provider did not answer: try later."),
            Map.entry("worker-misconfigured", "A worker lacks what the step needs: see the worker's log."),
            Map.entry("journal-diverged", "The gateway's code and the run's journal disagree: an operator must look."));

    private Remedies() {}

    static String of(String code) {
        return BY_CODE.getOrDefault(code, LOOK);
    }
}
