package dev.ferrumdeck.cli.verify;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.ferrumdeck.cli.client.Json;
import dev.ferrumdeck.workflows.machine.Entry;
import dev.ferrumdeck.workflows.machine.JournalReplay;
import dev.ferrumdeck.workflows.machine.RunPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Plays a run again from its exported journal alone: a fresh machine must want the recorded commands entry by entry, the
 * hash chain must be whole, and the end must be the recorded one.
 */
public final class RunReplay {
    private static final String ZEROS = "0".repeat(64);

    private RunReplay() {}

    /**
     * What came of it.
     *
     * @param recorded how many entries the journal says it has
     * @param agreed how many entries agreed, from the first
     * @param status what the machine came to
     * @param disagreement the first difference, for people; null when there is none
     */
    public record Report(
            @JsonProperty("run_id") String runId,
            @JsonProperty("agrees") boolean agrees,
            @JsonProperty("recorded") int recorded,
            @JsonProperty("agreed") int agreed,
            @JsonProperty("status") String status,
            @JsonProperty("head_hash") String headHash,
            @JsonProperty("disagreement") @Nullable String disagreement) {}

    /**
     * Replays {@code {run_id, status, entries, head_hash, plan, data: [{n, hash, body}]}}.
     *
     * @throws IllegalArgumentException when the document is no journal
     */
    public static Report of(JsonNode journal) {
        JournalReplay.Verdict verdict = JournalReplay.of(plan(journal), entries(journal));
        String status = verdict.state().status().name().toLowerCase(Locale.ROOT);
        int recorded = journal.path("entries").asInt(0);
        String head = journal.path("head_hash").asString(ZEROS);
        String disagreement = verdict.disagreement();
        if (disagreement == null) {
            disagreement = end(journal, verdict, status);
        }
        return new Report(
                journal.path("run_id").asString(""),
                disagreement == null,
                recorded,
                verdict.entries(),
                status,
                head,
                disagreement);
    }

    /** Compares the end; a run that is under way may have gone on while it was exported. */
    private static @Nullable String end(JsonNode journal, JournalReplay.Verdict verdict, String status) {
        JsonNode data = journal.path("data");
        int recorded = journal.path("entries").asInt(0);
        if (verdict.entries() != recorded) {
            return "the journal has " + verdict.entries() + " entries, the run says " + recorded;
        }
        String head =
                data.isEmpty() ? ZEROS : data.get(data.size() - 1).path("hash").asString("");
        if (!head.equals(journal.path("head_hash").asString(ZEROS))) {
            return "the last entry's hash " + head + " is not the run's head " + journal.path("head_hash");
        }
        String now = journal.path("status").asString("");
        return now.equals(status) || now.equals("queued")
                ? null
                : "the run says it is " + now + ", its journal ends as " + status;
    }

    private static RunPlan plan(JsonNode journal) {
        if (!journal.path("plan").isObject() || !journal.path("data").isArray()) {
            throw new IllegalArgumentException(
                    "no journal: it needs plan and data, as run journal -o json writes them");
        }
        try {
            return Json.mapper().treeToValue(journal.path("plan"), RunPlan.class);
        } catch (JacksonException e) {
            throw new IllegalArgumentException("the plan cannot be read: " + e.getOriginalMessage(), e);
        }
    }

    private static List<JournalReplay.Recorded> entries(JsonNode journal) {
        List<JournalReplay.Recorded> entries = new ArrayList<>();
        for (JsonNode line : journal.path("data")) {
            JsonNode body = line.path("body");
            try {
                Entry entry = Json.mapper().treeToValue(body, Entry.class);
                entries.add(new JournalReplay.Recorded(
                        entry, body.toString(), line.path("hash").asString("")));
            } catch (JacksonException e) {
                throw new IllegalArgumentException(
                        "entry " + line.path("n") + " cannot be read: " + e.getOriginalMessage(), e);
            }
        }
        return entries;
    }
}
