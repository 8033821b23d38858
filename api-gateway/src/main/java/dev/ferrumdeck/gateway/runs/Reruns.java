package dev.ferrumdeck.gateway.runs;

import dev.ferrumdeck.gateway.audit.Audit;
import dev.ferrumdeck.gateway.platform.web.ApiException;
import dev.ferrumdeck.gateway.platform.web.Caller;
import dev.ferrumdeck.gateway.platform.web.Ids;
import dev.ferrumdeck.gateway.platform.web.Json;
import dev.ferrumdeck.workflows.machine.Amount;
import dev.ferrumdeck.workflows.machine.BudgetView;
import dev.ferrumdeck.workflows.machine.RunPlan;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Starts runs again. */
@Service
public class Reruns {
    private final JdbcClient jdbc;
    private final Audit audit;
    private final StartAfterCommit starts;

    Reruns(JdbcClient jdbc, Audit audit, StartAfterCommit starts) {
        this.jdbc = jdbc;
        this.audit = audit;
        this.starts = starts;
    }

    /**
     * A new run with the pinned versions, the input and the limits of an old one, labelled {@code rerun_of}.
     *
     * @return id of the new run
     * @throws ApiException when there is no such run
     */
    @Transactional
    public String again(Caller caller, String runId) {
        String id = Ids.next("run");
        RunPlan plan = renamed(plan(caller, runId), id);
        BudgetView budget = new BudgetView(plan.limits(), Amount.ZERO, Amount.ZERO, 0, 0);
        jdbc.sql("""
            INSERT INTO runs (id, tenant_id, project, kind, name, version, definition, plan, input, policy,
                budget, labels, created_by)
            SELECT :id, tenant_id, project, kind, name, version, definition, :plan, input, policy,
                :budget, labels || jsonb_build_object('rerun_of', id), :by
            FROM runs WHERE id = :run AND tenant_id = :tenant
            """)
                .param("id", id)
                .param("plan", Json.jsonb(plan))
                .param("budget", Json.jsonb(budget))
                .param("by", caller.keyId())
                .param("run", runId)
                .param("tenant", caller.tenantId())
                .update();
        audit.record(caller.tenantId(), caller.keyId(), "run.created", id, Map.of("rerun_of", runId));
        starts.of(id);
        return id;
    }

    private RunPlan plan(Caller caller, String runId) {
        return jdbc.sql("SELECT plan FROM runs WHERE id = :run AND tenant_id = :tenant")
                .param("run", runId)
                .param("tenant", caller.tenantId())
                .query(String.class)
                .optional()
                .map(it -> Json.read(it, RunPlan.class))
                .orElseThrow(() -> ApiException.notFound("run", runId));
    }

    private static RunPlan renamed(RunPlan plan, String id) {
        return new RunPlan(
                id,
                plan.title(),
                plan.steps(),
                plan.limits(),
                plan.timeoutMillis(),
                plan.maxInFlight(),
                plan.tenant(),
                plan.project(),
                plan.agent(),
                plan.machineVersion());
    }
}
