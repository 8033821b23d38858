package dev.ferrumdeck.gateway.runs;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A run as clients see it; lists leave out {@code input} and {@code output}.
 *
 * @param name of the agent or the workflow definition
 * @param waitingFor what it waits for, for people
 * @param budget {@code {limits, spent, reserved, work_ms, overruns}}
 * @param entries how many entries its journal has; also the id of its newest event
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record RunResource(
        @JsonProperty("id") String id,
        @JsonProperty("kind") String kind,
        @JsonProperty("name") String name,
        @JsonProperty("version") int version,
        @JsonProperty("project") String project,
        @JsonProperty("policy") String policy,
        @JsonProperty("status") String status,
        @JsonProperty("waiting_for") @Nullable String waitingFor,
        @JsonProperty("input") @Nullable Object input,
        @JsonProperty("output") @Nullable Object output,
        @JsonProperty("error") @Nullable Failure error,
        @JsonProperty("budget") Object budget,
        @JsonProperty("labels") Object labels,
        @JsonProperty("entries") int entries,
        @JsonProperty("created_by") String createdBy,
        @JsonProperty("created_at") Instant createdAt,
        @JsonProperty("started_at") @Nullable Instant startedAt,
        @JsonProperty("ended_at") @Nullable Instant endedAt,
        @JsonProperty("links") Map<String, String> links) {

    /**
     * Why a run did not complete.
     *
     * @param code stable name of the error
     * @param step path of the step that ended it
     * @param remedy what the reader can do
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Failure(
            @JsonProperty("code") String code,
            @JsonProperty("message") @Nullable String message,
            @JsonProperty("step") @Nullable String step,
            @JsonProperty("remedy") String remedy) {
        static Failure of(RunRow.Ended ended) {
            return new Failure(ended.code(), ended.message(), ended.step(), Remedies.of(ended.code()));
        }
    }

    /** With input and output. */
    static RunResource full(RunRow run, Map<String, String> links) {
        return of(run, run.input(), run.output(), links);
    }

    /** For lists. */
    static RunResource lean(RunRow run, Map<String, String> links) {
        return of(run, null, null, links);
    }

    private static RunResource of(
            RunRow run, @Nullable Object input, @Nullable Object output, Map<String, String> links) {
        return new RunResource(
                run.id(),
                run.kind(),
                run.name(),
                run.version(),
                run.project(),
                run.policy(),
                run.status(),
                run.waitingFor(),
                input,
                output,
                run.error() == null ? null : Failure.of(run.error()),
                run.budget(),
                run.labels(),
                run.entries(),
                run.createdBy(),
                run.createdAt(),
                run.startedAt(),
                run.endedAt(),
                links);
    }
}
