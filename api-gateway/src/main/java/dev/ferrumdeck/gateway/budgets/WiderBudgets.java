package dev.ferrumdeck.gateway.budgets;

import dev.ferrumdeck.workflows.machine.Amount;
import java.util.Collection;
import java.util.List;
import org.springframework.jdbc.core.BatchPreparedStatementSetter;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** SQL of the budgets that are wider than a run: those of tenants and of agents. Their rows are shared: hold them short. */
@Component
public class WiderBudgets {
    private final JdbcClient jdbc;
    private final JdbcTemplate batch;

    WiderBudgets(JdbcClient jdbc, JdbcTemplate batch) {
        this.jdbc = jdbc;
        this.batch = batch;
    }

    /**
     * A budget as its row stands.
     *
     * @param limits a kind without a limit is {@link Long#MAX_VALUE}
     */
    public record Budget(String id, String scope, String scopeName, Amount limits, Amount reserved, Amount spent) {}

    /**
     * What changes of a budget.
     *
     * @param asked what is newly reserved and must fit
     * @param released what is given back of reservations
     * @param spent what is charged
     */
    public record Change(String budgetId, Amount asked, Amount released, Amount spent) {
        Amount reserved() {
            return asked.minus(released);
        }
    }

    /** The budgets of a tenant and of these agents, in the order in which they are to be locked: tenant before agents. */
    public List<Budget> of(String tenantId, Collection<String> agents, boolean forUpdate) {
        return jdbc.sql("""
                        SELECT id, scope, scope_name,
                            coalesce((limits->>'tokens')::bigint, :unlimited) AS limit_tokens,
                            coalesce((limits->>'cost_micros')::bigint, :unlimited) AS limit_cost_micros,
                            coalesce((limits->>'tool_calls')::bigint, :unlimited) AS limit_tool_calls,
                            reserved_tokens, reserved_cost_micros, reserved_tool_calls,
                            spent_tokens, spent_cost_micros, spent_tool_calls
                        FROM budgets
                        WHERE tenant_id = :tenant AND (scope = 'tenant' OR (scope = 'agent' AND scope_name = ANY(:agents)))
                        ORDER BY scope DESC, id
                        """ + (forUpdate ? "FOR UPDATE" : ""))
                .param("tenant", tenantId)
                .param("agents", agents.toArray(String[]::new))
                .param("unlimited", Long.MAX_VALUE)
                .query((row, n) -> new Budget(
                        row.getString("id"),
                        row.getString("scope"),
                        row.getString("scope_name"),
                        new Amount(
                                row.getLong("limit_tokens"),
                                row.getLong("limit_cost_micros"),
                                row.getLong("limit_tool_calls")),
                        new Amount(
                                row.getLong("reserved_tokens"),
                                row.getLong("reserved_cost_micros"),
                                row.getLong("reserved_tool_calls")),
                        new Amount(
                                row.getLong("spent_tokens"),
                                row.getLong("spent_cost_micros"),
                                row.getLong("spent_tool_calls"))))
                .list();
    }

    /**
     * Applies the changes, one statement each, in their order. One whose {@code asked} does not fit changes nothing.
     *
     * @return whether all of them fitted; otherwise roll back
     */
    public boolean apply(List<Change> changes) {
        int[] counts = batch.batchUpdate("""
                UPDATE budgets SET
                    reserved_tokens = reserved_tokens + ?, reserved_cost_micros = reserved_cost_micros + ?,
                    reserved_tool_calls = reserved_tool_calls + ?,
                    spent_tokens = spent_tokens + ?, spent_cost_micros = spent_cost_micros + ?,
                    spent_tool_calls = spent_tool_calls + ?
                WHERE id = ?
                    AND (? = 0 OR reserved_tokens + spent_tokens + ? <= coalesce((limits->>'tokens')::bigint, ?))
                    AND (? = 0 OR reserved_cost_micros + spent_cost_micros + ?
                        <= coalesce((limits->>'cost_micros')::bigint, ?))
                    AND (? = 0 OR reserved_tool_calls + spent_tool_calls + ?
                        <= coalesce((limits->>'tool_calls')::bigint, ?))
                """, setter(changes));
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] == 0 && !changes.get(i).asked().equals(Amount.ZERO)) {
                return false;
            }
        }
        return true;
    }

    private static BatchPreparedStatementSetter setter(List<Change> changes) {
        return new BatchPreparedStatementSetter() {
            @Override
            public void setValues(java.sql.PreparedStatement statement, int i) throws java.sql.SQLException {
                Change change = changes.get(i);
                Amount reserved = change.reserved();
                Amount grown = reserved.plus(change.spent());
                long[] values = {
                    reserved.tokens(), reserved.costMicros(), reserved.toolCalls(),
                    change.spent().tokens(), change.spent().costMicros(),
                            change.spent().toolCalls()
                };
                int at = 1;
                for (long value : values) {
                    statement.setLong(at++, value);
                }
                statement.setString(at++, change.budgetId());
                long[][] guards = {
                    {change.asked().tokens(), grown.tokens()},
                    {change.asked().costMicros(), grown.costMicros()},
                    {change.asked().toolCalls(), grown.toolCalls()}
                };
                for (long[] guard : guards) {
                    statement.setLong(at++, guard[0]);
                    statement.setLong(at++, guard[1]);
                    statement.setLong(at++, Long.MAX_VALUE);
                }
            }

            @Override
            public int getBatchSize() {
                return changes.size();
            }
        };
    }
}
