package dev.ferrumdeck.gateway.attempts;

import dev.ferrumdeck.contracts.wire.Grant;
import dev.ferrumdeck.contracts.wire.Job;
import dev.ferrumdeck.contracts.wire.LlmInput;
import dev.ferrumdeck.contracts.wire.ModelRef;
import dev.ferrumdeck.contracts.wire.SignedGrant;
import dev.ferrumdeck.contracts.wire.ToolInput;
import dev.ferrumdeck.contracts.wire.ToolSpec;
import dev.ferrumdeck.gateway.access.Grants;
import dev.ferrumdeck.gateway.journal.StepRow;
import dev.ferrumdeck.gateway.journal.StepRows;
import dev.ferrumdeck.gateway.journal.Values;
import dev.ferrumdeck.gateway.runs.PinnedRun;
import dev.ferrumdeck.gateway.runs.PinnedRuns;
import dev.ferrumdeck.workflows.dag.ModelSpec;
import dev.ferrumdeck.workflows.dag.PinnedTool;
import dev.ferrumdeck.workflows.machine.StepPath;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Puts together what a worker needs for an attempt that it has claimed. */
@Component
class Jobs {
    private final PinnedRuns runs;
    private final StepRows rows;
    private final Conversation conversation;
    private final Values values;
    private final Grants grants;
    private final LeaseTimes times;
    private final JdbcClient jdbc;
    private final JsonMapper json;

    Jobs(
            PinnedRuns runs,
            StepRows rows,
            Conversation conversation,
            Values values,
            Grants grants,
            LeaseTimes times,
            JdbcClient jdbc,
            JsonMapper json) {
        this.runs = runs;
        this.rows = rows;
        this.conversation = conversation;
        this.values = values;
        this.grants = grants;
        this.times = times;
        this.jdbc = jdbc;
        this.json = json;
    }

    Job of(AttemptRow attempt) {
        PinnedRun run = runs.get(attempt.runId());
        StepPath path = StepPath.parse(attempt.stepPath());
        Object input = attempt.isTool() ? toolInput(run, attempt) : modelInput(run, path, attempt);
        Values.Stored stored = values.keep(attempt.tenantId(), attempt.runId(), json.convertValue(input, Object.class));
        return new Job(
                attempt.id(),
                attempt.runId(),
                attempt.stepId(),
                attempt.stepPath(),
                attempt.attempt(),
                attempt.type(),
                stored.inline() == null
                        ? null
                        : json.readValue(stored.inline(), new TypeReference<Map<String, Object>>() {}),
                stored.sha256(),
                labels(attempt.runId()),
                attempt.isTool() ? grant(attempt) : null,
                attempt.stepId(),
                attempt.effect(),
                Objects.requireNonNull(attempt.lease().id()),
                times.ttl().toMillis(),
                attempt.lease().remainingMillis(),
                attempt.traceparent(),
                run.agentName(path).orElse(null));
    }

    private ToolInput toolInput(PinnedRun run, AttemptRow attempt) {
        String name = Objects.requireNonNull(attempt.basis().tool());
        PinnedTool tool = Objects.requireNonNull(run.pinned().tools().get(name));
        StepRow row = rows.byPath(run.runId(), List.of(attempt.stepPath())).get(attempt.stepPath());
        return new ToolInput(
                name, tool.spec().server(), tool.spec().serverTool(), arguments(row == null ? null : row.input()));
    }

    private static Map<String, Object> arguments(@Nullable Object input) {
        Map<String, Object> arguments = new LinkedHashMap<>();
        if (input instanceof Map<?, ?> map) {
            map.forEach((key, value) -> arguments.put(String.valueOf(key), value));
        }
        return arguments;
    }

    private LlmInput modelInput(PinnedRun run, StepPath path, AttemptRow attempt) {
        ModelSpec model = run.model(path);
        Conversation.Said said = conversation.before(run, path);
        List<ToolSpec> tools = run.toolsOfAgent(path).stream()
                .map(tool -> new ToolSpec(
                        tool.spec().modelName(),
                        tool.spec().description(),
                        tool.spec().inputSchema()))
                .toList();
        return new LlmInput(
                model.provider(),
                model.name(),
                said.system(),
                said.messages(),
                tools,
                attempt.maxTokens(),
                model.temperature(),
                model.fallbacks().stream()
                        .map(fallback -> new ModelRef(fallback.provider(), fallback.name()))
                        .toList(),
                model.patience(),
                model.outputSchema());
    }

    private SignedGrant grant(AttemptRow attempt) {
        return grants.sign(new Grant(
                attempt.runId(),
                attempt.stepId(),
                attempt.attempt(),
                Objects.requireNonNull(attempt.basis().tool()),
                Objects.requireNonNull(attempt.basis().toolHash()),
                Objects.requireNonNull(attempt.basis().argsSha256()),
                Objects.requireNonNull(attempt.basis().policyVersion()),
                attempt.basis().approvalId(),
                attempt.lease().remainingMillis()));
    }

    private List<String> labels(String runId) {
        return jdbc.sql("SELECT unnest(taint) FROM runs WHERE id = :run")
                .param("run", runId)
                .query(String.class)
                .list();
    }
}
