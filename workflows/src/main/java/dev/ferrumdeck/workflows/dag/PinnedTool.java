package dev.ferrumdeck.workflows.dag;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * The version of a tool that a run uses to its end.
 *
 * @param hash the pinned hash of name, description and schema; a worker refuses a tool that is another one
 */
public record PinnedTool(
        @JsonProperty("version") int version,
        @JsonProperty("hash") String hash,
        @JsonProperty("spec") ToolSpec spec) {}
