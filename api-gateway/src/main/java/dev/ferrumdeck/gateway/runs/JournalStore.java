package dev.ferrumdeck.gateway.runs;

import dev.ferrumdeck.gateway.platform.web.Cursor;
import dev.ferrumdeck.gateway.platform.web.Json;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** SQL of the table {@code journal}, as far as people see it. */
@Repository
class JournalStore {
    private final JdbcClient jdbc;

    JournalStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Oldest first; the cursor is the number of the last entry that the caller has. */
    List<JournalPage.Line> list(String runId, Cursor cursor) {
        return jdbc.sql("SELECT n, hash, body FROM journal WHERE run_id = :run AND n > :after ORDER BY n LIMIT :fetch")
                .param("run", runId)
                .param("after", cursor.before() == null ? 0 : Integer.parseInt(cursor.before()))
                .param("fetch", cursor.fetch())
                .query((row, number) ->
                        new JournalPage.Line(row.getInt("n"), row.getString("hash"), Json.tree(row.getString("body"))))
                .list();
    }
}
