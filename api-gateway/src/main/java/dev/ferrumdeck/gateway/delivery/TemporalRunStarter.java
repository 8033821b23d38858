package dev.ferrumdeck.gateway.delivery;

import dev.ferrumdeck.workflows.machine.RunPlan;
import dev.ferrumdeck.workflows.run.RunInput;
import dev.ferrumdeck.workflows.run.RunWorkflow;
import dev.ferrumdeck.workflows.run.Visibility;
import io.temporal.api.enums.v1.WorkflowIdConflictPolicy;
import io.temporal.api.enums.v1.WorkflowIdReusePolicy;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowExecutionAlreadyStarted;
import io.temporal.client.WorkflowOptions;
import io.temporal.common.SearchAttributes;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Starts workflows of queued runs, in the background: nobody waits for Temporal. Idempotent by the workflow's id, which is
 * the run's. A start that fails leaves the run queued, and the sweep repeats it. Thread-safe.
 */
@Component
class TemporalRunStarter implements RunStarter, DisposableBean {
    private static final Logger LOG = LoggerFactory.getLogger(TemporalRunStarter.class);
    private static final int THREADS = 8;
    private static final int LONGEST_SUMMARY = 200;
    private static final int MOST_STEPS = 20;

    private final WorkflowClient client;
    private final JdbcClient jdbc;
    private final JsonMapper json;
    private final Set<String> starting = ConcurrentHashMap.newKeySet();
    private final ExecutorService threads = threads();

    TemporalRunStarter(WorkflowClient client, JdbcClient jdbc, JsonMapper json) {
        this.client = client;
        this.jdbc = jdbc;
        this.json = json;
    }

    @Override
    public void start(String runId) {
        if (starting.add(runId)) {
            threads.execute(() -> startOrLeaveQueued(runId));
        }
    }

    @SuppressWarnings("CatchingUnchecked") // the host of a background start: logs once and leaves the run to the sweep
    private void startOrLeaveQueued(String runId) {
        try {
            startNow(runId);
        } catch (Exception e) {
            LOG.atWarn().addKeyValue("run_id", runId).log("run {} stays queued: {}", runId, e.toString());
        } finally {
            starting.remove(runId);
        }
    }

    /** Starts the workflow of a run that has none yet. */
    void startNow(String runId) {
        RunPlan plan = jdbc.sql(
                        "SELECT plan FROM runs WHERE id = :run AND workflow_started_at IS NULL AND ended_at IS NULL")
                .param("run", runId)
                .query((row, n) -> json.readValue(row.getString("plan"), RunPlan.class))
                .optional()
                .orElse(null);
        if (plan == null) {
            return;
        }
        RunWorkflow workflow = client.newWorkflowStub(RunWorkflow.class, options(plan));
        try {
            WorkflowClient.start(workflow::run, new RunInput(plan, null));
        } catch (WorkflowExecutionAlreadyStarted e) {
            LOG.debug("run {} has a workflow already", runId);
        }
        jdbc.sql(
                        "UPDATE runs SET workflow_started_at = clock_timestamp() WHERE id = :run AND workflow_started_at IS NULL")
                .param("run", runId)
                .update();
    }

    private static WorkflowOptions options(RunPlan plan) {
        String title = plan.title();
        return WorkflowOptions.newBuilder()
                .setWorkflowId(plan.runId())
                .setTaskQueue(RunWorkflow.TASK_QUEUE)
                .setWorkflowIdConflictPolicy(WorkflowIdConflictPolicy.WORKFLOW_ID_CONFLICT_POLICY_USE_EXISTING)
                .setWorkflowIdReusePolicy(WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_REJECT_DUPLICATE)
                .setWorkflowTaskTimeout(Duration.ofSeconds(5))
                .setStaticSummary(title.length() <= LONGEST_SUMMARY ? title : title.substring(0, LONGEST_SUMMARY))
                .setStaticDetails(details(plan))
                .setMemo(links(plan.runId()))
                .setTypedSearchAttributes(SearchAttributes.newBuilder()
                        .set(Visibility.TENANT, plan.tenant())
                        .set(Visibility.PROJECT, plan.project())
                        .set(Visibility.AGENT, plan.agent())
                        .set(Visibility.STATUS, "running")
                        .build())
                .build();
    }

    /** Where the rest of a run is. */
    private static Map<String, Object> links(String runId) {
        String path = "/v1/runs/" + runId;
        return Map.of(
                "run", path,
                "steps", path + "/steps",
                "journal", path + "/journal",
                "watch", "ferrumdeck run watch " + runId,
                "replay", "ferrumdeck run replay " + runId);
    }

    /** What operators who come from Temporal need to know; Markdown. */
    private static String details(RunPlan plan) {
        String steps = plan.steps().stream()
                .limit(MOST_STEPS)
                .map(step -> "`" + step.id() + "`")
                .collect(Collectors.joining(", "));
        String more = plan.steps().size() > MOST_STEPS ? " and " + (plan.steps().size() - MOST_STEPS) + " more" : "";
        return "Project **" + plan.project() + "**; steps: " + steps + more
                + "\n\nSignals: `decide` takes a vote, `pause` and `resume` do so. *Request Cancellation* cancels the run,"
                + " *Reset* makes it catch up with its journal, *Terminate* closes it without a word to its workers."
                + "\n\nAll of it, with values: `ferrumdeck run steps " + plan.runId() + "`";
    }

    private static ExecutorService threads() {
        ThreadPoolExecutor pool =
                new ThreadPoolExecutor(THREADS, THREADS, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(task, "run-starter");
                    thread.setDaemon(true);
                    return thread;
                });
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    @Override
    public void destroy() {
        threads.shutdownNow();
    }
}
