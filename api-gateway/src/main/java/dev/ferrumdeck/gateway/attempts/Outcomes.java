package dev.ferrumdeck.gateway.attempts;

import dev.ferrumdeck.contracts.Digests;
import dev.ferrumdeck.contracts.ErrorCode;
import dev.ferrumdeck.contracts.wire.LlmOutput;
import dev.ferrumdeck.contracts.wire.ToolCall;
import dev.ferrumdeck.contracts.wire.ToolOutput;
import dev.ferrumdeck.contracts.wire.WorkerError;
import dev.ferrumdeck.gateway.journal.Tokens;
import dev.ferrumdeck.gateway.platform.web.ApiException;
import dev.ferrumdeck.gateway.runs.PinnedRun;
import dev.ferrumdeck.policy.Redaction;
import dev.ferrumdeck.workflows.machine.Amount;
import dev.ferrumdeck.workflows.machine.Event;
import dev.ferrumdeck.workflows.machine.OutcomeStatus;
import dev.ferrumdeck.workflows.machine.ProposedCall;
import dev.ferrumdeck.workflows.machine.StepPath;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Turns reports of workers, and their silence, into outcomes. Pure but for the estimate of sizes. */
@Component
class Outcomes {
    private static final int LONGEST_MESSAGE = 200;

    private static final TypeReference<Map<String, @Nullable Object>> OBJECT = new TypeReference<>() {};
    private static final Set<String> SAID_ALL = Set.of("null", "stop", "tool_calls");

    private final Tokens tokens;
    private final JsonMapper json;

    Outcomes(Tokens tokens, JsonMapper json) {
        this.tokens = tokens;
        this.json = json;
    }

    /**
     * An outcome and what is to be kept with it.
     *
     * @param output the step's output, or null
     * @param calls the calls that a model of a loop proposed
     * @param opaque what a model's provider wants back beside the output, or null
     */
    record Made(
            Event.Outcome outcome,
            @Nullable Object output,
            List<Proposal> calls,
            @Nullable String opaque) {
        static Made of(Event.Outcome outcome, @Nullable Object output) {
            return new Made(outcome, output, List.of(), null);
        }
    }

    /**
     * A call that a model proposed.
     *
     * @param arguments an object; or the text that came in place of one
     */
    record Proposal(StepPath path, String tool, Object arguments) {}

    Made of(PinnedRun run, AttemptRow attempt, Report report, Charge charge) {
        return switch (report.status()) {
            case COMPLETED ->
                attempt.isTool()
                        ? toolCompleted(attempt, report)
                        : modelCompleted(run, attempt, report, charge.amount());
            case FAILED -> refused(attempt, OutcomeStatus.FAILED, reason(report), charge.amount());
            case UNKNOWN -> broken(attempt, report, charge.amount());
            case CANCELLED ->
                ended(attempt, attempt.isActing() ? OutcomeStatus.UNKNOWN : OutcomeStatus.CANCELLED, charge.amount());
            case RELEASED ->
                ended(attempt, attempt.isActing() ? OutcomeStatus.UNKNOWN : OutcomeStatus.RELEASED, charge.amount());
        };
    }

    /** The outcome of an attempt whose time is up. Whoever may have used something is charged all that was reserved. */
    Made timeUp(AttemptRow attempt, AttemptStore.TimeUp what, Charge charge) {
        boolean unknown = attempt.isActing();
        ErrorCode code = unknown
                ? ErrorCode.UNKNOWN_OUTCOME
                : what == AttemptStore.TimeUp.LEASE ? ErrorCode.LEASE_EXPIRED : ErrorCode.TIMEOUT;
        String message = switch (what) {
            case LEASE -> "its worker did not renew the lease";
            case STEP_TIMEOUT -> "it took longer than its step may";
            case QUEUE_ALLOWANCE -> "no worker took it from queue " + attempt.queue() + " in time";
        };
        OutcomeStatus status = unknown ? OutcomeStatus.UNKNOWN : OutcomeStatus.EXPIRED;
        return refused(attempt, status, new WorkerError(code.wireName(), message, !unknown), charge.amount());
    }

    private Made toolCompleted(AttemptRow attempt, Report report) {
        ToolOutput output = convert(report.output(), ToolOutput.class);
        String text = output.text() == null ? "" : output.text();
        boolean ofLoop = StepPath.parse(attempt.stepPath()).isOfLoop();
        String told =
                text.isEmpty() && output.structured() != null ? json.writeValueAsString(output.structured()) : text;
        long context = ofLoop ? tokens.ofMessage(told) : 0;
        Event.Outcome outcome =
                outcome(attempt, OutcomeStatus.COMPLETED, null, Amount.ONE_TOOL_CALL, context, List.of());
        return Made.of(outcome, json.convertValue(new ToolOutput(text, output.structured()), Object.class));
    }

    private Made modelCompleted(PinnedRun run, AttemptRow attempt, Report report, Amount spent) {
        LlmOutput output = convert(report.output(), LlmOutput.class);
        StepPath path = StepPath.parse(attempt.stepPath());
        if (output.wasCut() && !output.toolCalls().isEmpty()) {
            return cut(run, attempt, output, spent);
        }
        List<Proposal> proposals = new ArrayList<>();
        List<ProposedCall> calls = new ArrayList<>();
        for (int k = 0; path.isOfLoop() && k < output.toolCalls().size(); k++) {
            ToolCall call = output.toolCalls().get(k);
            String tool = run.platformName(path, call.name());
            String text = call.notAnObject();
            Object arguments = text == null ? call.arguments() : text;
            String sha256 = text == null
                    ? Digests.canonicalSha256(json.writeValueAsString(call.arguments()))
                    : Digests.sha256Hex(text);
            proposals.add(new Proposal(path.owner().toolCall(path.modelCall(), k), tool, arguments));
            calls.add(new ProposedCall(k, tool, sha256));
        }
        Event.Outcome outcome = outcome(attempt, OutcomeStatus.COMPLETED, null, spent, spent.tokens(), calls)
                .finished(finishReason(output));
        return new Made(outcome, shown(output), proposals, output.opaque());
    }

    /** Calls of an answer that was cut may look whole and be half of what was meant: none of them is made. */
    private Made cut(PinnedRun run, AttemptRow attempt, LlmOutput output, Amount spent) {
        int most = run.model(StepPath.parse(attempt.stepPath())).maxTokens();
        boolean clamped = output.finishReason().equals("length") && attempt.maxTokens() < most;
        String why = "the model's answer was cut off (" + output.finishReason() + " at " + attempt.maxTokens()
                + " tokens), so none of its calls was made: ";
        WorkerError error = clamped
                ? new WorkerError(ErrorCode.BUDGET_EXCEEDED.wireName(), why + "its budget had no more left", false)
                : new WorkerError(ErrorCode.ANSWER_CUT.wireName(), why + "raise the model's max_tokens", false);
        return Made.of(outcome(attempt, OutcomeStatus.FAILED, error, spent, 0, List.of()), shown(output));
    }

    /** A model's output as people see it: what only its provider reads is kept apart. */
    private Map<String, @Nullable Object> shown(LlmOutput output) {
        Map<String, @Nullable Object> shown = new LinkedHashMap<>(json.convertValue(output, OBJECT));
        shown.remove("opaque");
        shown.put("truncated", output.wasCut());
        return shown;
    }

    /** An effect {@code once} broke off: people are asked. Of others it may simply be tried again. */
    private Made broken(AttemptRow attempt, Report report, Amount spent) {
        WorkerError said = reason(report);
        if (attempt.isActing()) {
            WorkerError error = unknown(said.message());
            return Made.of(outcome(attempt, OutcomeStatus.UNKNOWN, error, Amount.ZERO, 0, List.of()), null);
        }
        return refused(attempt, OutcomeStatus.FAILED, new WorkerError(said.code(), said.message(), true), spent);
    }

    private static WorkerError reason(Report report) {
        return report.error() == null
                ? new WorkerError(ErrorCode.INTERNAL.wireName(), "the worker gave no reason", false)
                : report.error();
    }

    private static WorkerError unknown(String why) {
        return new WorkerError(ErrorCode.UNKNOWN_OUTCOME.wireName(), why, false);
    }

    private Made refused(AttemptRow attempt, OutcomeStatus status, WorkerError error, Amount spent) {
        boolean toldToModel = StepPath.parse(attempt.stepPath()).toolCall() >= 0;
        String told = "this call did not succeed (" + error.code() + "): " + error.message();
        long context = toldToModel ? tokens.ofMessage(told) : 0;
        Event.Outcome outcome = outcome(attempt, status, error, spent, context, List.of());
        return Made.of(outcome, toldToModel ? Map.of("text", told) : null);
    }

    private static Made ended(AttemptRow attempt, OutcomeStatus status, Amount spent) {
        WorkerError error =
                status == OutcomeStatus.UNKNOWN ? unknown("it had begun to act; whether it did is not known") : null;
        Amount known = status == OutcomeStatus.UNKNOWN ? Amount.ZERO : spent;
        return Made.of(outcome(attempt, status, error, known, 0, List.of()), null);
    }

    private static Event.Outcome outcome(
            AttemptRow attempt,
            OutcomeStatus status,
            @Nullable WorkerError error,
            Amount spent,
            long contextTokens,
            List<ProposedCall> calls) {
        return new Event.Outcome(
                attempt.stepPath(),
                attempt.attempt(),
                status,
                error == null ? null : error.code(),
                error != null && error.retryable(),
                error == null ? null : oneLine(error.message()),
                spent,
                contextTokens,
                calls,
                null,
                0,
                null,
                attempt.lease().workerId(),
                null);
    }

    /** Why the model stopped, for the machine; null when it said all. */
    private static @Nullable String finishReason(LlmOutput output) {
        boolean silent = output.text() == null || output.text().isBlank();
        if (silent && output.toolCalls().isEmpty()) {
            return Event.Outcome.EMPTY;
        }
        return SAID_ALL.contains(String.valueOf(output.finishReason())) ? null : oneLine(output.finishReason());
    }

    private <T> T convert(@Nullable Object output, Class<T> type) {
        try {
            T converted = json.convertValue(output, type);
            if (converted != null) {
                return converted;
            }
        } catch (JacksonException | IllegalArgumentException e) {
            throw ApiException.invalid("/output", "not a " + type.getSimpleName() + ": " + oneLine(e.getMessage()));
        }
        throw ApiException.invalid("/output", "not a " + type.getSimpleName());
    }

    private static String oneLine(@Nullable String text) {
        String line =
                Redaction.text(text == null ? "" : text.replaceAll("\\s+", " ").strip());
        return line.length() <= LONGEST_MESSAGE ? line : line.substring(0, LONGEST_MESSAGE - 1) + "…";
    }
}
