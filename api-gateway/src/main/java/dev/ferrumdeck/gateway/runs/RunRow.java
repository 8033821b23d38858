package dev.ferrumdeck.gateway.runs;

import dev.ferrumdeck.gateway.platform.web.Json;
import dev.ferrumdeck.workflows.machine.RunStatus;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A row of {@code runs}, without the pinned definition and the plan; in lists also without input and output. */
record RunRow(
        String id,
        String tenantId,
        String project,
        String kind,
        String name,
        int version,
        String policy,
        String status,
        @Nullable String waitingFor,
        @Nullable Ended error,
        @Nullable JsonNode input,
        @Nullable JsonNode output,
        JsonNode budget,
        JsonNode labels,
        int entries,
        String headHash,
        String createdBy,
        Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt) {

    /** Why a run did not complete. */
    record Ended(
            String code, @Nullable String message, @Nullable String step) {}

    boolean isOver() {
        return RunStatus.valueOf(status.toUpperCase(Locale.ROOT)).isTerminal();
    }

    static RunRow of(ResultSet row, int number) throws SQLException {
        return new RunRow(
                row.getString("id"),
                row.getString("tenant_id"),
                row.getString("project"),
                row.getString("kind"),
                row.getString("name"),
                row.getInt("version"),
                row.getString("policy"),
                row.getString("status"),
                row.getString("waiting_for"),
                ended(row),
                json(row, "input"),
                json(row, "output"),
                Json.tree(row.getString("budget")),
                Json.tree(row.getString("labels")),
                row.getInt("entries"),
                row.getString("head_hash"),
                row.getString("created_by"),
                row.getTimestamp("created_at").toInstant(),
                instant(row, "started_at"),
                instant(row, "ended_at"));
    }

    private static @Nullable Ended ended(ResultSet row) throws SQLException {
        String code = row.getString("code");
        return code == null ? null : new Ended(code, row.getString("message"), row.getString("ended_step"));
    }

    static @Nullable JsonNode json(ResultSet row, String column) throws SQLException {
        String text = row.getString(column);
        return text == null ? null : Json.tree(text);
    }

    static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        Timestamp time = row.getTimestamp(column);
        return time == null ? null : time.toInstant();
    }
}
