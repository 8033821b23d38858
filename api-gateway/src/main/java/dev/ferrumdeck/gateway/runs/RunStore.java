package dev.ferrumdeck.gateway.runs;

import dev.ferrumdeck.gateway.platform.web.Cursor;
import dev.ferrumdeck.gateway.platform.web.Json;
import dev.ferrumdeck.workflows.machine.Amount;
import dev.ferrumdeck.workflows.machine.BudgetView;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** SQL of the table {@code runs}, as far as people see it. */
@Repository
class RunStore {
    /** All but the large ones. */
    private static final String COLUMNS = """
            id, tenant_id, project, kind, name, version, policy, status, waiting_for, code, message, ended_step, budget,
            labels, entries, head_hash, created_by, created_at, started_at, ended_at\
            """;

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
        return jdbc.sql("SELECT " + COLUMNS + ", input, output FROM runs WHERE id = :id AND tenant_id = :tenant")
                .param("id", runId)
                .param("tenant", tenantId)
                .query(RunRow::of)
                .optional();
    }

    /** Newest first, without input and output. Only the conditions that are asked for, so that an index serves each. */
    List<RunRow> list(String tenantId, RunFilter filter, Cursor cursor) {
        Map<String, Object> conditions = new LinkedHashMap<>();
        conditions.put("tenant_id = :tenant", tenantId);
        filter.conditions().forEach(conditions::put);
        if (cursor.before() != null) {
            conditions.put("id < :before", cursor.before());
        }
        JdbcClient.StatementSpec query = jdbc.sql("SELECT " + COLUMNS
                + ", NULL AS input, NULL AS output FROM runs WHERE " + String.join(" AND ", conditions.keySet())
                + " ORDER BY id DESC LIMIT :fetch");
        for (Map.Entry<String, Object> condition : conditions.entrySet()) {
            query = query.param(parameter(condition.getKey()), condition.getValue());
        }
        return query.param("fetch", cursor.fetch()).query(RunRow::of).list();
    }

    private static String parameter(String condition) {
        return condition.substring(condition.indexOf(':') + 1).replaceFirst("\\W.*", "");
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
