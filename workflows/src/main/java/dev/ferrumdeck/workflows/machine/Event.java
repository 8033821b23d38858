package dev.ferrumdeck.workflows.machine;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.ferrumdeck.contracts.ErrorCode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened to a run. Steps are named by path: {@code lookup}, {@code report[3]}, {@code agent/llm-2},
 * {@code agent/tool-2-0} ({@link StepPath}).
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Event.Started.class, name = "started"),
    @JsonSubTypes.Type(value = Event.Opened.class, name = "opened"),
    @JsonSubTypes.Type(value = Event.Outcome.class, name = "outcome"),
    @JsonSubTypes.Type(value = Event.Decided.class, name = "decided"),
    @JsonSubTypes.Type(value = Event.Voted.class, name = "voted"),
    @JsonSubTypes.Type(value = Event.TimerFired.class, name = "timer_fired"),
    @JsonSubTypes.Type(value = Event.CancelRequested.class, name = "cancel_requested"),
    @JsonSubTypes.Type(value = Event.PauseRequested.class, name = "pause_requested"),
    @JsonSubTypes.Type(value = Event.ResumeRequested.class, name = "resume_requested"),
    @JsonSubTypes.Type(value = Event.BudgetChanged.class, name = "budget_changed"),
    @JsonSubTypes.Type(value = Event.Nudged.class, name = "nudged"),
    @JsonSubTypes.Type(value = Event.Unbacked.class, name = "unbacked"),
    @JsonSubTypes.Type(value = Event.Lost.class, name = "lost"),
})
public sealed interface Event {

    /** What makes two events the same one: an inbox drops what it has, a journal entry takes away what it carried. */
    String key();

    /** The run begins. Always the first event of entry 1. */
    record Started() implements Event {
        @Override
        public String key() {
            return "started";
        }
    }

    /**
     * Answer to {@link Command.Open}: the step's condition held and its inputs were evaluated and stored.
     *
     * @param promptTokens estimate of the tokens of the first prompt (agent and model steps), else 0
     * @param items the number of items (map steps), else 0
     */
    record Opened(
            @JsonProperty("step") String step,
            @JsonProperty("prompt_tokens") long promptTokens,
            @JsonProperty("items") int items)
            implements Event {
        @Override
        public String key() {
            return "opened:" + step;
        }
    }

    /**
     * What an attempt came back with. For {@link Command.Open} (condition false, inputs in error) the attempt is 0.
     *
     * @param code wire name of an error code; null when completed
     * @param message one short line for people, at most 200 characters, without values
     * @param spent what it really used; zero for answers at once
     * @param contextTokens size of the conversation after this model call (input and output), or of this tool's
     *     answer to the model; else 0
     * @param calls the tool calls that a model proposed
     * @param approvalId the question to people, for {@code NEEDS_APPROVAL}
     * @param approvalMillis how long people have from now, for {@code NEEDS_APPROVAL}
     * @param quote for {@code NEEDS_BUDGET}: the exact prompt (its tokens, and the cost of the prompt alone) when the
     *     allowance was too small for it; null when a wider budget (agent, tenant) has nothing left
     * @param worker who did it
     * @param finishReason why a model stopped, in its provider's words: {@code stop, length, content_filter ...}, or
     *     {@link #EMPTY}; null is as good as {@code stop}
     */
    record Outcome(
            @JsonProperty("step") String step,
            @JsonProperty("attempt") int attempt,
            @JsonProperty("status") OutcomeStatus status,
            @JsonProperty("code") @Nullable String code,
            @JsonProperty("retryable") boolean retryable,
            @JsonProperty("message") @Nullable String message,
            @JsonProperty("spent") Amount spent,
            @JsonProperty("context_tokens") long contextTokens,
            @JsonProperty("calls") List<ProposedCall> calls,
            @JsonProperty("approval_id") @Nullable String approvalId,
            @JsonProperty("approval_ms") long approvalMillis,
            @JsonProperty("quote") @Nullable Amount quote,
            @JsonProperty("worker") @Nullable String worker,

            @JsonProperty("finish_reason") @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            String finishReason)
            implements Event {
        /** A finish reason of the gateway's own: an answer with neither text nor calls. */
        public static final String EMPTY = "empty";

        private static final Set<String> CUT = Set.of("length", "max_tokens", "content_filter", "refusal");

        public Outcome {
            calls = calls == null ? List.of() : List.copyOf(calls);
            spent = spent == null ? Amount.ZERO : spent;
        }

        /** An outcome that only says how the attempt ended. */
        public static Outcome of(String step, int attempt, OutcomeStatus status) {
            return new Outcome(
                    step, attempt, status, null, false, null, Amount.ZERO, 0, List.of(), null, 0, null, null, null);
        }

        /** A failure, a denial or another end with a reason. */
        public static Outcome because(
                String step, int attempt, OutcomeStatus status, String code, boolean retryable, String message) {
            return new Outcome(
                    step,
                    attempt,
                    status,
                    code,
                    retryable,
                    message,
                    Amount.ZERO,
                    0,
                    List.of(),
                    null,
                    0,
                    null,
                    null,
                    null);
        }

        /** People are asked: their approval, and how long they have from now. */
        public static Outcome needsApproval(String step, int attempt, @Nullable String approvalId, long millis) {
            return new Outcome(
                    step,
                    attempt,
                    OutcomeStatus.NEEDS_APPROVAL,
                    null,
                    false,
                    null,
                    Amount.ZERO,
                    0,
                    List.of(),
                    approvalId,
                    millis,
                    null,
                    null,
                    null);
        }

        /** This outcome, with why the model stopped. */
        public Outcome finished(@Nullable String reason) {
            return new Outcome(
                    step,
                    attempt,
                    status,
                    code,
                    retryable,
                    message,
                    spent,
                    contextTokens,
                    calls,
                    approvalId,
                    approvalMillis,
                    quote,
                    worker,
                    reason);
        }

        /** This outcome as a failure. */
        Outcome failed(ErrorCode why, boolean again, String words) {
            return new Outcome(
                    step,
                    attempt,
                    OutcomeStatus.FAILED,
                    code == null ? why.wireName() : code,
                    again,
                    message == null ? words : message,
                    spent,
                    contextTokens,
                    List.of(),
                    null,
                    0,
                    null,
                    worker,
                    finishReason);
        }

        /** Whether a model stopped before it had said all: its text is not whole, its calls are not to be trusted. */
        @JsonIgnore
        public boolean isCut() {
            return finishReason != null && CUT.contains(finishReason);
        }

        /** Whether a model answered with neither text nor calls. */
        @JsonIgnore
        public boolean isEmpty() {
            return EMPTY.equals(finishReason);
        }

        @Override
        public String key() {
            return "outcome:" + step + "#" + attempt;
        }
    }

    /**
     * People decided, or time did for them.
     *
     * @param step the step that waits
     * @param by who, for people to read
     * @param contextTokens size of what the model is told of it, for a denied call of an agent; else 0
     */
    record Decided(
            @JsonProperty("approval_id") String approvalId,
            @JsonProperty("step") String step,
            @JsonProperty("verdict") Verdict verdict,
            @JsonProperty("edited") boolean edited,
            @JsonProperty("by") @Nullable String by,
            @JsonProperty("context_tokens") long contextTokens)
            implements Event {
        @Override
        public String key() {
            return "decided:" + approvalId;
        }
    }

    /**
     * A vote that came as a plain Temporal signal; it goes through the same door as any other.
     *
     * @param id of the signal, unique in its run
     * @param body the vote as it was sent: {@code approval_id}, {@code decision}, {@code ticket} ...
     */
    record Voted(
            @JsonProperty("id") String id,
            @JsonProperty("body") Map<String, Object> body) implements Event {
        @Override
        public String key() {
            return "voted:" + id;
        }
    }

    /** A timer of the machine came due. */
    record TimerFired(@JsonProperty("timer") String timer) implements Event {
        @Override
        public String key() {
            return "timer:" + timer;
        }
    }

    /** Somebody wants the run to stop. */
    record CancelRequested(
            @JsonProperty("id") String id,
            @JsonProperty("by") @Nullable String by,
            @JsonProperty("reason") @Nullable String reason)
            implements Event {
        @Override
        public String key() {
            return "signal:" + id;
        }
    }

    /** Somebody wants no new attempt to be opened. */
    record PauseRequested(
            @JsonProperty("id") String id,
            @JsonProperty("by") @Nullable String by) implements Event {
        @Override
        public String key() {
            return "signal:" + id;
        }
    }

    /** Somebody wants a paused run to go on. */
    record ResumeRequested(
            @JsonProperty("id") String id,
            @JsonProperty("by") @Nullable String by) implements Event {
        @Override
        public String key() {
            return "signal:" + id;
        }
    }

    /** Somebody with the right to do so set new limits; kinds that are null stay. */
    record BudgetChanged(
            @JsonProperty("id") String id,
            @JsonProperty("by") @Nullable String by,
            @JsonProperty("limits") Limits limits)
            implements Event {
        @Override
        public String key() {
            return "signal:" + id;
        }
    }

    /** The sweep found the run still: the machine repeats its open commands, and what is known already is answered. */
    record Nudged() implements Event {
        @Override
        public String key() {
            return "nudged";
        }
    }

    /**
     * In the place of a hint that nothing in PostgreSQL backs: it did not happen, and changes nothing.
     *
     * @param of the key of what was claimed, so that the claim leaves the inbox with this event
     */
    record Unbacked(@JsonProperty("of") String of) implements Event {
        @Override
        public String key() {
            return of;
        }
    }

    /**
     * Nobody drives the run any more: its workflow is gone. The run ends with this error.
     *
     * @param code wire name of an error code
     * @param message one line for people
     */
    record Lost(
            @JsonProperty("code") String code,
            @JsonProperty("message") String message) implements Event {
        @Override
        public String key() {
            return "lost";
        }
    }
}
