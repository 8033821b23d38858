package dev.ferrumdeck.gateway.journal;

import dev.ferrumdeck.contracts.Digests;
import dev.ferrumdeck.gateway.audit.Audit;
import dev.ferrumdeck.workflows.machine.Command;
import dev.ferrumdeck.workflows.machine.Entry;
import dev.ferrumdeck.workflows.machine.Event;
import dev.ferrumdeck.workflows.machine.JournalBody;
import dev.ferrumdeck.workflows.machine.JournalHash;
import dev.ferrumdeck.workflows.machine.JournalReplay;
import dev.ferrumdeck.workflows.machine.RunStatus;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.json.JsonMapper;

/** SQL of the journal and of the newest entry that a run's row names. */
@Repository
class Journal {
    private final JdbcClient jdbc;
    private final JsonMapper json;
    private final Audit audit;
    private final HintRecords hints;

    Journal(JdbcClient jdbc, JsonMapper json, Audit audit, HintRecords hints) {
        this.jdbc = jdbc;
        this.json = json;
        this.audit = audit;
        this.hints = hints;
    }

    /**
     * Where the journal of a run stands.
     *
     * @param taint labels of what the run's steps brought in
     * @param isOver whether the run has ended
     */
    record Head(int entries, String hash, List<String> taint, boolean isOver) {
        /** Whether this is the head that the entry follows; none does when the run is over. */
        boolean isBefore(Entry entry) {
            return !isOver && entries == entry.n() - 1 && hash.equals(entry.previousHash());
        }
    }

    /** An entry as it is recorded. */
    record Recorded(String previousHash, String hash, String requestSha256, JournalBody body) {}

    /**
     * The head of a run's journal. Its row is the lock under which entries are written: a rival waits here, then finds
     * the entry taken. It does not hinder those who refer to the run.
     */
    Optional<Head> lockHead(String runId) {
        return head(runId, " FOR NO KEY UPDATE");
    }

    /** The head of a run's journal as it is now. */
    Optional<Head> head(String runId) {
        return head(runId, "");
    }

    private Optional<Head> head(String runId, String lock) {
        return jdbc.sql("SELECT entries, head_hash, taint, ended_at IS NOT NULL AS over FROM runs WHERE id = :run"
                        + lock)
                .param("run", runId)
                .query((row, n) -> new Head(
                        row.getInt("entries"),
                        row.getString("head_hash"),
                        strings(row, "taint"),
                        row.getBoolean("over")))
                .optional();
    }

    /** The journal of a run as it can be replayed, from entry 1. */
    List<JournalReplay.Recorded> all(String runId) {
        return jdbc.sql("SELECT hash, body FROM journal WHERE run_id = :run ORDER BY n")
                .param("run", runId)
                .query((row, n) -> new JournalReplay.Recorded(
                        json.readValue(row.getString("body"), JournalBody.class).entry(),
                        row.getString("body"),
                        row.getString("hash")))
                .list();
    }

    /** Writes an entry; its primary key refuses a second one. Answers its hash. */
    String write(String tenantId, Entry entry, List<Event> results) {
        String body = JournalHash.canonical(JournalBody.of(entry, results));
        String hash = JournalHash.of(body);
        jdbc.sql("""
            INSERT INTO journal (run_id, n, tenant_id, previous_hash, hash, body, request_sha256)
            VALUES (:run, :n, :tenant, :previous, :hash, :body, :request)
            """)
                .param("run", entry.runId())
                .param("n", entry.n())
                .param("tenant", tenantId)
                .param("previous", entry.previousHash())
                .param("hash", hash)
                .param("body", body)
                .param("request", requestSha256(entry))
                .update();
        hints.record(tenantId, entry);
        if (entry.view().status().isTerminal()) {
            sealWithTenant(tenantId, entry, hash);
        }
        return hash;
    }

    /** The head of a finished journal enters the tenant's audit chain: a chain that was rewritten as a whole is found. */
    private void sealWithTenant(String tenantId, Entry entry, String hash) {
        String status = entry.view().status().name().toLowerCase(Locale.ROOT);
        Map<String, Object> detail = Map.of("status", status, "entries", entry.n(), "head_hash", hash);
        audit.record(tenantId, "system", "run.ended", entry.runId(), detail);
    }

    /** How the run ended, once it has. */
    Optional<Command.Finish> end(String runId) {
        return jdbc.sql("SELECT status, code, message, ended_step FROM runs WHERE id = :run AND ended_at IS NOT NULL")
                .param("run", runId)
                .query((row, i) -> new Command.Finish(
                        RunStatus.valueOf(row.getString("status").toUpperCase(Locale.ROOT)),
                        row.getString("code"),
                        row.getString("message"),
                        row.getString("ended_step")))
                .optional();
    }

    Optional<Recorded> find(String runId, int n) {
        return jdbc.sql("SELECT previous_hash, hash, request_sha256, body FROM journal WHERE run_id = :run AND n = :n")
                .param("run", runId)
                .param("n", n)
                .query((row, i) -> new Recorded(
                        row.getString("previous_hash"),
                        row.getString("hash"),
                        row.getString("request_sha256"),
                        json.readValue(row.getString("body"), JournalBody.class)))
                .optional();
    }

    /**
     * What was answered at once to the newest two entries before this one. Answers go before all else that a run holds, and
     * there are no more of them than an entry carries, so that the next entry has them.
     */
    List<Event> answersBefore(String runId, int n) {
        return jdbc
                .sql("SELECT body FROM journal WHERE run_id = :run AND n BETWEEN :from AND :to")
                .param("run", runId)
                .param("from", n - 2)
                .param("to", n - 1)
                .query(String.class)
                .list()
                .stream()
                .flatMap(body -> json.readValue(body, JournalBody.class).results().stream())
                .toList();
    }

    /** Digest of what the machine was given. */
    String requestSha256(Entry entry) {
        return Digests.canonicalSha256(json.writeValueAsString(new JournalBody.Request(entry.at(), entry.events())));
    }

    boolean sameCommands(List<Command> some, List<Command> others) {
        return canonical(some).equals(canonical(others));
    }

    private String canonical(List<Command> commands) {
        return Digests.canonicalJson(json.writeValueAsString(new JournalBody.Wanted(commands)));
    }

    private static List<String> strings(ResultSet row, String column) throws SQLException {
        Array array = row.getArray(column);
        return List.of((String[]) array.getArray());
    }
}
