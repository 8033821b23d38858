package dev.ferrumdeck.gateway.runs;

import dev.ferrumdeck.gateway.web.Cursor;
import dev.ferrumdeck.gateway.web.Json;
import dev.ferrumdeck.workflows.machine.Amount;
import dev.ferrumdeck.workflows.machine.BudgetView;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** SQL of the table {@code runs}, as far as people see it. */
@Repository
class RunStore {
    private final JdbcClient jdbc;

    RunStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void insert(NewRun run) {
        BudgetView budget = new BudgetView(run.plan().limits(), Amount.ZERO, Amount.ZERO, 0, 0);
        jdbc.sql("""
                        INSERT INTO runs (id, tenant_id, project, kind, name, version, definition, plan, input, policy,
                            budget, labels, traceparent, created_by)
                        VALUES (:id, :tenant, :project, :kind, :name, :version, :definition, :plan, :input, :policy,
                            :budget, :labels, :traceparent, :createdBy)
                        """)
                .param("id", run.id())
                .param("tenant", run.tenantId())
                .param("project", run.request().project())
                .param("kind", run.request().kind())
                .param("name", run.request().name())
                .param("version", run.version())
                .param("definition", Json.jsonb(run.pinned()))
                .param("plan", Json.jsonb(run.plan()))
                .param("input", Json.jsonb(run.request().input()))
                .param("policy", run.pinned().definition().policy())
                .param("budget", Json.jsonb(budget))
                .param("labels", Json.jsonb(run.request().labels()))
                .param("traceparent", run.traceparent())
                .param("createdBy", run.createdBy())
                .update();
    }

    Optional<RunRow> find(String tenantId, String runId) {
        return jdbc.sql("SELECT * FROM runs WHERE id = :id AND tenant_id = :tenant")
                .param("id", runId)
                .param("tenant", tenantId)
                .query(RunRow::of)
                .optional();
    }

    /** Newest first. */
    List<RunRow> list(String tenantId, RunFilter filter, Cursor cursor) {
        return jdbc.sql("""
                        SELECT * FROM runs WHERE tenant_id = :tenant
                            AND (CAST(:statuses AS text[]) IS NULL OR status = ANY(:statuses))
                            AND (CAST(:kind AS text) IS NULL OR kind = :kind)
                            AND (CAST(:name AS text) IS NULL OR name = :name)
                            AND (CAST(:since AS timestamptz) IS NULL OR created_at >= :since)
                            AND (CAST(:before AS text) IS NULL OR id < :before)
                        ORDER BY id DESC LIMIT :fetch
                        """)
                .param("tenant", tenantId)
                .param(
                        "statuses",
                        filter.statuses() == null ? null : filter.statuses().toArray(String[]::new))
                .param("kind", filter.kind())
                .param("name", filter.name())
                .param("since", filter.since())
                .param("before", cursor.before())
                .param("fetch", cursor.fetch())
                .query(RunRow::of)
                .list();
    }

    /** The plan that the run's machine was given, as JSON. */
    @Nullable
    String plan(String runId) {
        return jdbc.sql("SELECT plan FROM runs WHERE id = :id")
                .param("id", runId)
                .query(String.class)
                .single();
    }
}
