package dev.ferrumdeck.cli;

/** What a reader of an error can do. */
final class Remedies {
    private Remedies() {}

    static String of(String code) {
        return switch (code) {
            case "unauthenticated" -> "set FERRUMDECK_API_KEY to a key of this server (local: .ferrumdeck/admin.key)";
            case "forbidden" -> "use a key with the role that this needs; ferrumdeck key list shows roles";
            case "not-found" -> "check the id or name with the list command of that noun";
            case "policy-denied" -> "read the rule with ferrumdeck policy get; change the arguments or the policy";
            case "approval-denied" -> "people said no; ferrumdeck approval show has their reason";
            case "budget-exceeded" -> "raise it with ferrumdeck budget raise, or start a run with a larger budget";
            case "already-decided" -> "nothing to do; ferrumdeck approval show tells who decided";
            case "run-over" -> "the run is over; start a new one";
            case "rate-limited" -> "wait, then try again";
            case "unknown-agent" -> "apply the agent first: ferrumdeck apply -f FILE";
            case "unknown-tool" -> "apply the tool first: ferrumdeck apply -f FILE";
            case "unknown-model-price" ->
                "give the model a price in the agent's or the step's model, or correct its name";
            case "idempotency-mismatch" -> "use another idempotency key for another request";
            case "unavailable" -> "try again; ferrumdeck doctor checks the local stack";
            case "internal" -> "look for the trace id in the gateway's log";
            case "invalid-request", "validation-failed", "definition-invalid", "policy-invalid" ->
                "correct the places above and send it again";
            default -> "see docs/architecture.md for this code";
        };
    }
}
