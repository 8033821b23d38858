package dev.ferrumdeck.gateway.budgets;

import dev.ferrumdeck.gateway.platform.web.Ids;
import dev.ferrumdeck.gateway.platform.web.Json;
import dev.ferrumdeck.workflows.machine.Amount;
import dev.ferrumdeck.workflows.machine.Limits;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.core.type.TypeReference;

/** SQL of the table {@code budgets}, as far as people see and set it. */
@Repository
class BudgetStore {
    private static final TypeReference<Map<String, Long>> LIMITS = new TypeReference<>() {};

    private final JdbcClient jdbc;

    BudgetStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    List<Budgets.Resource> list(String tenantId) {
        return jdbc.sql("SELECT * FROM budgets WHERE tenant_id = :tenant ORDER BY scope DESC, scope_name LIMIT 1000")
                .param("tenant", tenantId)
                .query(BudgetStore::row)
                .list();
    }

    List<Budgets.Resource> above(String tenantId, String agent) {
        return jdbc.sql("""
                        SELECT * FROM budgets WHERE tenant_id = :tenant
                            AND (scope = 'tenant' OR (scope = 'agent' AND scope_name = :agent))
                        ORDER BY scope DESC
                        """)
                .param("tenant", tenantId)
                .param("agent", agent)
                .query(BudgetStore::row)
                .list();
    }

    Optional<Budgets.Resource> find(String tenantId, String scope, String name) {
        return jdbc.sql("SELECT * FROM budgets WHERE tenant_id = :tenant AND scope = :scope AND scope_name = :name")
                .param("tenant", tenantId)
                .param("scope", scope)
                .param("name", name)
                .query(BudgetStore::row)
                .optional();
    }

    /** Idempotent by (tenant, scope, name). */
    Budgets.Resource put(String tenantId, String scope, String name, Limits limits) {
        return jdbc.sql("""
                        INSERT INTO budgets (id, tenant_id, scope, scope_name, limits)
                        VALUES (:id, :tenant, :scope, :name, :limits)
                        ON CONFLICT (tenant_id, scope, scope_name) DO UPDATE SET limits = EXCLUDED.limits
                        RETURNING *
                        """)
                .param("id", Ids.next("bud"))
                .param("tenant", tenantId)
                .param("scope", scope)
                .param("name", name)
                .param("limits", Json.jsonb(map(limits)))
                .query(BudgetStore::row)
                .single();
    }

    private static Map<String, Long> map(Limits limits) {
        Map<String, Long> map = new LinkedHashMap<>();
        put(map, "tokens", limits.tokens());
        put(map, "cost_micros", limits.costMicros());
        put(map, "tool_calls", limits.toolCalls());
        return map;
    }

    private static void put(Map<String, Long> map, String kind, @Nullable Long limit) {
        if (limit != null) {
            map.put(kind, limit);
        }
    }

    private static Budgets.Resource row(ResultSet row, int number) throws SQLException {
        return new Budgets.Resource(
                row.getString("id"),
                row.getString("scope"),
                row.getString("scope_name"),
                Json.read(row.getString("limits"), LIMITS),
                amount(row, "reserved"),
                amount(row, "spent"),
                row.getTimestamp("created_at").toInstant());
    }

    private static Amount amount(ResultSet row, String what) throws SQLException {
        return new Amount(
                row.getLong(what + "_tokens"), row.getLong(what + "_cost_micros"), row.getLong(what + "_tool_calls"));
    }
}
