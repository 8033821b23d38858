package dev.ferrumdeck.gateway.runs;

import dev.ferrumdeck.contracts.ErrorCode;
import dev.ferrumdeck.gateway.audit.Audit;
import dev.ferrumdeck.gateway.budgets.LimitsReader;
import dev.ferrumdeck.gateway.delivery.Outbox;
import dev.ferrumdeck.gateway.platform.web.ApiException;
import dev.ferrumdeck.gateway.platform.web.Caller;
import dev.ferrumdeck.gateway.platform.web.Json;
import dev.ferrumdeck.gateway.platform.web.Violation;
import dev.ferrumdeck.workflows.machine.BudgetView;
import dev.ferrumdeck.workflows.machine.Limits;
import dev.ferrumdeck.workflows.machine.RunStatus;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.JsonNode;

/** Checks signals and puts them into the outbox. Who may send which is in the table of routes. */
@Service
class RunSignals {
    private static final int LONGEST_REASON = 500;
    private static final Map<String, Set<String>> KEYS = Map.of(
            "cancel", Set.of("reason"),
            "pause", Set.of("reason"),
            "resume", Set.of("reason"),
            "raise_budget", Set.of("limits", "reason"));

    private final JdbcClient jdbc;
    private final Outbox outbox;
    private final Audit audit;

    RunSignals(JdbcClient jdbc, Outbox outbox, Audit audit) {
        this.jdbc = jdbc;
        this.outbox = outbox;
        this.audit = audit;
    }

    /** What a signal needs to know of its run. */
    private record Target(RunStatus status, BudgetView budget) {}

    /** @throws ApiException when there is no such signal or run, the run is over, or the body does not fit */
    @Transactional
    public Sent send(Caller caller, String runId, String name, @Nullable JsonNode body) {
        Set<String> known = KEYS.get(name);
        if (known == null) {
            throw ApiException.notFound("signal", name);
        }
        Target run = find(caller, runId);
        JsonNode given = body == null || body.isNull() ? Json.mapper().createObjectNode() : body;
        List<Violation> errors = new ArrayList<>();
        String reason = reason(given, known, errors);
        Limits limits = name.equals("raise_budget") ? limits(given, run.budget(), errors) : Limits.NONE;
        if (!errors.isEmpty()) {
            throw ApiException.of(ErrorCode.VALIDATION_FAILED, "The signal " + name + " is not valid.", errors);
        }
        if (run.status().isTerminal()) {
            throw ApiException.of(
                    ErrorCode.RUN_OVER,
                    runId + " is over (" + lower(run.status()) + "); no signal reaches it any more");
        }
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("by", caller.keyName());
        if (reason != null) {
            told.put("reason", reason);
        }
        if (!limits.equals(Limits.NONE)) {
            told.put("limits", limits);
        }
        outbox.add(runId, name.equals("raise_budget") ? Outbox.BUDGET : name, told);
        audit.record(caller.tenantId(), caller.keyId(), "run." + name, runId, told);
        return new Sent(runId, name);
    }

    void requireRun(Caller caller, String runId) {
        find(caller, runId);
    }

    private Target find(Caller caller, String runId) {
        return jdbc.sql("SELECT status, budget FROM runs WHERE id = :run AND tenant_id = :tenant")
                .param("run", runId)
                .param("tenant", caller.tenantId())
                .query((row, number) -> new Target(
                        RunStatus.valueOf(row.getString("status").toUpperCase(Locale.ROOT)),
                        Json.read(row.getString("budget"), BudgetView.class)))
                .optional()
                .orElseThrow(() -> ApiException.notFound("run", runId));
    }

    private static @Nullable String reason(JsonNode body, Set<String> known, List<Violation> errors) {
        if (!body.isObject()) {
            errors.add(new Violation("", "the body is an object, or nothing"));
            return null;
        }
        for (String key : body.propertyNames()) {
            if (!known.contains(key)) {
                errors.add(new Violation("/" + key, "unknown key"));
            }
        }
        JsonNode reason = body.get("reason");
        if (reason == null || reason.isNull()) {
            return null;
        }
        if (!reason.isString()
                || reason.stringValue().length() > LONGEST_REASON
                || reason.stringValue().indexOf('\0') >= 0) {
            errors.add(new Violation("/reason", "a string of at most " + LONGEST_REASON + " characters"));
            return null;
        }
        return reason.stringValue();
    }

    /** Limits can be raised only; a kind without a limit has nothing to raise. */
    private static Limits limits(JsonNode body, BudgetView budget, List<Violation> errors) {
        if (!body.hasNonNull("limits")) {
            errors.add(new Violation(
                    "/limits", "raise_budget needs limits: {tokens?, cost_micros?, tool_calls?, seconds?}"));
            return Limits.NONE;
        }
        Limits asked = LimitsReader.read(body.get("limits"), "/limits", errors);
        if (errors.isEmpty() && asked.equals(Limits.NONE)) {
            errors.add(new Violation("/limits", "name at least one limit"));
        }
        Limits now = budget.limits();
        raised("tokens", now.tokens(), asked.tokens(), errors);
        raised("cost_micros", now.costMicros(), asked.costMicros(), errors);
        raised("tool_calls", now.toolCalls(), asked.toolCalls(), errors);
        raised("seconds", now.seconds(), asked.seconds(), errors);
        return asked;
    }

    private static void raised(String kind, @Nullable Long now, @Nullable Long asked, List<Violation> errors) {
        if (asked == null) {
            return;
        }
        if (now == null) {
            errors.add(new Violation("/limits/" + kind, "the run has no limit of this kind"));
        } else if (asked < now) {
            errors.add(new Violation("/limits/" + kind, "is below the limit of now, " + now));
        }
    }

    private static String lower(RunStatus status) {
        return status.name().toLowerCase(Locale.ROOT);
    }
}
