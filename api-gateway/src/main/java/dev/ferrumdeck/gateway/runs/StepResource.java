package dev.ferrumdeck.gateway.runs;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A step as clients see it.
 *
 * @param step its path
 * @param valueNotes what was changed of its output so that it can be kept, such as a U+0000 of a tool; or null
 * @param inputSha256 the artifact that has the input, when it is large
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record StepResource(
        @JsonProperty("id") String id,
        @JsonProperty("run_id") String runId,
        @JsonProperty("step") String step,
        @JsonProperty("kind") String kind,
        @JsonProperty("state") String state,
        @JsonProperty("attempt") int attempt,
        @JsonProperty("tool") @Nullable String tool,
        @JsonProperty("code") @Nullable String code,
        @JsonProperty("note") @Nullable String note,
        @JsonProperty("value_notes") @Nullable List<String> valueNotes,
        @JsonProperty("input") @Nullable Object input,
        @JsonProperty("input_sha256") @Nullable String inputSha256,
        @JsonProperty("output") @Nullable Object output,
        @JsonProperty("output_sha256") @Nullable String outputSha256,
        @JsonProperty("created_at") Instant createdAt,
        @JsonProperty("started_at") @Nullable Instant startedAt,
        @JsonProperty("ended_at") @Nullable Instant endedAt) {

    /** Its place in the list: by time, then by id. */
    @JsonIgnore
    String key() {
        return createdAt + "|" + id;
    }
}
