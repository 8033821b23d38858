package dev.ferrumdeck.gateway.runs;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.ferrumdeck.gateway.platform.web.Json;
import dev.ferrumdeck.gateway.platform.web.Page;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Some entries of a journal, oldest first, and what is needed to play the run again.
 *
 * @param status of the run now
 * @param entries how many entries there are
 * @param headHash hash of the newest entry
 * @param plan what the machine was given; on the first page only
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record JournalPage(
        @JsonProperty("run_id") String runId,
        @JsonProperty("status") String status,
        @JsonProperty("entries") int entries,
        @JsonProperty("head_hash") String headHash,
        @JsonProperty("plan") @Nullable Object plan,
        @JsonProperty("data") List<Line> data,
        @JsonProperty("next_cursor") @Nullable String nextCursor,
        @JsonProperty("has_more") boolean hasMore) {

    /**
     * An entry.
     *
     * @param hash over the canonical form of {@code body}
     * @param body {@code run_id, n, previous_hash, at, events, commands, changes, view, results}
     */
    record Line(
            @JsonProperty("n") int n,
            @JsonProperty("hash") String hash,
            @JsonProperty("body") Object body) {}

    static JournalPage of(RunRow run, @Nullable String plan, Page<Line> page) {
        return new JournalPage(
                run.id(),
                run.status(),
                run.entries(),
                run.headHash(),
                plan == null ? null : Json.tree(plan),
                page.data(),
                page.nextCursor(),
                page.hasMore());
    }
}
