package dev.ferrumdeck.gateway.journal;

import dev.ferrumdeck.gateway.platform.web.Json;
import dev.ferrumdeck.workflows.machine.Answer;
import dev.ferrumdeck.workflows.machine.Command;
import dev.ferrumdeck.workflows.machine.Entry;
import dev.ferrumdeck.workflows.machine.Event;
import dev.ferrumdeck.workflows.machine.JournalReplay;
import dev.ferrumdeck.workflows.machine.Machine;
import dev.ferrumdeck.workflows.machine.RunPlan;
import dev.ferrumdeck.workflows.machine.Transition;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Ends a run without its workflow: the machine is brought to where the journal stands, and given what ends the run. The
 * entry that it makes is like any other, so the journal replays, the end is sealed, and a workflow that is still there takes
 * the entry for its own. Thread-safe.
 */
@Component
class LastEntry {
    private static final Logger LOG = LoggerFactory.getLogger(LastEntry.class);
    /** How often somebody else may write an entry meanwhile. */
    private static final int TRIES = 5;

    private final JdbcControl control;
    private final Journal journal;
    private final JdbcClient jdbc;

    LastEntry(JdbcControl control, Journal journal, JdbcClient jdbc) {
        this.control = control;
        this.journal = journal;
        this.jdbc = jdbc;
    }

    /** Writes it; false when the journal does not replay, or the run ended meanwhile. */
    boolean write(String runId, Event why) {
        Live run = jdbc.sql("""
            SELECT plan, (extract(epoch FROM clock_timestamp()) * 1000)::bigint AS now
            FROM runs WHERE id = :run AND ended_at IS NULL
            """)
                .param("run", runId)
                .query((row, n) -> new Live(Json.read(row.getString("plan"), RunPlan.class), row.getLong("now")))
                .optional()
                .orElse(null);
        for (int tries = 0; run != null && tries < TRIES; tries++) {
            List<JournalReplay.Recorded> recorded = journal.all(runId);
            JournalReplay.Verdict replay = JournalReplay.of(run.plan(), recorded);
            if (!replay.agrees()) {
                LOG.error("run {}: its journal does not replay: {}", runId, replay.disagreement());
                return false;
            }
            Entry entry = entry(run, recorded, replay, why);
            boolean ends = entry.commands().stream().anyMatch(Command.Finish.class::isInstance);
            if (!ends || control.enter(entry).kind() == Answer.Kind.WRITTEN) {
                return ends;
            }
        }
        return false;
    }

    /** A run that is not over, and what time it is, in epoch milliseconds. */
    private record Live(RunPlan plan, long now) {}

    private static Entry entry(
            Live run, List<JournalReplay.Recorded> recorded, JournalReplay.Verdict replay, Event why) {
        boolean begun = !recorded.isEmpty();
        JournalReplay.Recorded newest = begun ? recorded.get(recorded.size() - 1) : null;
        long at = Math.max(run.now(), newest == null ? 0 : newest.entry().at());
        List<Event> events = begun ? List.of(why) : List.of(new Event.Started(), why);
        Transition end = new Machine(run.plan()).apply(replay.state(), at, events);
        String head = newest == null ? Entry.GENESIS : newest.hash();
        return Entry.of(run.plan().runId(), recorded.size() + 1, head, at, events, end);
    }
}
