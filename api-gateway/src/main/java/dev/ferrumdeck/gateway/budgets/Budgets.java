package dev.ferrumdeck.gateway.budgets;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.ferrumdeck.gateway.audit.Audit;
import dev.ferrumdeck.gateway.platform.web.ApiException;
import dev.ferrumdeck.gateway.platform.web.Caller;
import dev.ferrumdeck.gateway.platform.web.Json;
import dev.ferrumdeck.workflows.machine.Amount;
import dev.ferrumdeck.workflows.machine.Limits;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Budgets wider than a run. Reserved and spent are {@code control}'s to change; here people set the limits. */
@Service
public class Budgets {
    private final BudgetStore store;
    private final Audit audit;

    Budgets(BudgetStore store, Audit audit) {
        this.store = store;
        this.audit = audit;
    }

    /**
     * A budget as clients see it.
     *
     * @param scope {@code tenant} or {@code agent}
     * @param name the agent's name; the tenant's id for its own budget
     * @param limits kinds that are absent have no limit
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Resource(
            @JsonProperty("id") String id,
            @JsonProperty("scope") String scope,
            @JsonProperty("name") String name,
            @JsonProperty("limits") Map<String, Long> limits,
            @JsonProperty("reserved") Amount reserved,
            @JsonProperty("spent") Amount spent,
            @JsonProperty("created_at") Instant createdAt) {}

    /** The budgets that a run of this agent draws from beside its own. */
    public List<Resource> above(String tenantId, String agent) {
        return store.above(tenantId, agent);
    }

    List<Resource> list(String tenantId) {
        return store.list(tenantId);
    }

    Resource get(String tenantId, String scope, String name) {
        return store.find(tenantId, scope, name).orElseThrow(() -> ApiException.notFound("budget", scope + "/" + name));
    }

    /** Sets the limits: those that are absent in {@code limits} are lifted. What is reserved and spent stays. */
    @Transactional
    public Resource put(Caller caller, String scope, String name, Limits limits) {
        Resource budget = store.put(caller.tenantId(), scope, name, limits);
        audit.record(
                caller.tenantId(),
                caller.keyId(),
                "budget.set",
                budget.id(),
                Map.of("scope", scope, "name", name, "limits", Json.tree(budget.limits())));
        return budget;
    }
}
