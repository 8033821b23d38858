package dev.ferrumdeck.gateway.budgets;

import dev.ferrumdeck.contracts.ErrorCode;
import dev.ferrumdeck.gateway.platform.web.ApiException;
import dev.ferrumdeck.gateway.platform.web.Caller;
import dev.ferrumdeck.gateway.platform.web.Page;
import dev.ferrumdeck.gateway.platform.web.Violation;
import dev.ferrumdeck.workflows.machine.Limits;
import java.util.ArrayList;
import java.util.List;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** {@code /v1/budgets}: the limits of the tenant ({@code /tenant}) and of its agents ({@code /agents/{name}}). */
@RestController
class BudgetsController {
    private final Budgets budgets;

    BudgetsController(Budgets budgets) {
        this.budgets = budgets;
    }

    /** All budgets of the tenant. */
    @GetMapping("/v1/budgets")
    Page<Budgets.Resource> list(@AuthenticationPrincipal Caller caller) {
        return new Page<>(budgets.list(caller.tenantId()), null, false);
    }

    /** The budget of the tenant itself. */
    @GetMapping("/v1/budgets/tenant")
    Budgets.Resource ofTenant(@AuthenticationPrincipal Caller caller) {
        return budgets.get(caller.tenantId(), "tenant", caller.tenantId());
    }

    /** Sets the limits of the tenant: {@code {limits: {tokens?, cost_micros?, tool_calls?}}}. */
    @PutMapping("/v1/budgets/tenant")
    Budgets.Resource putOfTenant(@AuthenticationPrincipal Caller caller, @RequestBody JsonNode body) {
        return budgets.put(caller, "tenant", caller.tenantId(), limits(body));
    }

    /** The budget of an agent, over all of its runs. */
    @GetMapping("/v1/budgets/agents/{agent}")
    Budgets.Resource ofAgent(@AuthenticationPrincipal Caller caller, @PathVariable String agent) {
        return budgets.get(caller.tenantId(), "agent", agent);
    }

    /** Sets the limits of an agent: {@code {limits: {tokens?, cost_micros?, tool_calls?}}}. */
    @PutMapping("/v1/budgets/agents/{agent}")
    Budgets.Resource putOfAgent(
            @AuthenticationPrincipal Caller caller, @PathVariable String agent, @RequestBody JsonNode body) {
        return budgets.put(caller, "agent", agent, limits(body));
    }

    private static Limits limits(JsonNode body) {
        if (!body.isObject() || !body.hasNonNull("limits") || body.size() > 1) {
            throw ApiException.invalid("/limits", "the body is {limits: {tokens?, cost_micros?, tool_calls?}}");
        }
        List<Violation> errors = new ArrayList<>();
        Limits limits = LimitsReader.read(body.get("limits"), "/limits", errors);
        if (limits.seconds() != null) {
            errors.add(new Violation("/limits/seconds", "seconds are a limit of runs only"));
        }
        if (!errors.isEmpty()) {
            throw ApiException.of(ErrorCode.VALIDATION_FAILED, "The limits are not valid.", errors);
        }
        return limits;
    }
}
