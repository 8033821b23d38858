package dev.ferrumdeck.cli;

import dev.ferrumdeck.cli.client.FerrumdeckClient;
import dev.ferrumdeck.cli.client.Json;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code run start}. */
@Command(name = "start", description = "Start a run of an agent or of a workflow")
final class RunStartCommand extends Noun implements Callable<Integer> {
    private static final BigDecimal MICROS = BigDecimal.valueOf(1_000_000);

    @ArgGroup(multiplicity = "1")
    @SuppressWarnings("NullAway.Init")
    private Of of;

    @Option(names = "--version-number", paramLabel = "N", description = "the version; default: the newest")
    private @Nullable Integer version;

    @Option(names = "--input", paramLabel = "JSON|@FILE", description = "the input of the run")
    private @Nullable String input;

    @Option(names = "--message", description = "the input {message: TEXT}")
    private @Nullable String message;

    @Option(names = "--budget-usd", paramLabel = "USD", description = "most it may cost, such as 0.50")
    private @Nullable BigDecimal usd;

    @Option(names = "--budget-tokens", paramLabel = "N")
    private @Nullable Long tokens;

    @Option(names = "--budget-tool-calls", paramLabel = "N")
    private @Nullable Long toolCalls;

    @Option(names = "--budget-seconds", paramLabel = "N")
    private @Nullable Long seconds;

    @Option(names = "--label", paramLabel = "NAME=TEXT", description = "may be given again")
    private Map<String, String> labels = new LinkedHashMap<>();

    @Option(names = "--project")
    private @Nullable String project;

    @Option(names = "--idempotency-key", description = "the same key starts one run, however often it is sent")
    private @Nullable String idempotencyKey;

    @Option(names = "--wait", description = "until the run is over; prints it, the exit code tells how it ended")
    private boolean wait;

    @Option(
            names = "--no-wait-approval",
            description = "with --wait: stop waiting (exit code 5) when people must decide")
    private boolean noWaitApproval;

    /** What to run. */
    static final class Of {
        @Option(names = "--agent", paramLabel = "NAME", required = true)
        private @Nullable String agent;

        @Option(names = "--workflow", paramLabel = "NAME", required = true)
        private @Nullable String workflow;
    }

    @Override
    public Integer call() {
        if (noWaitApproval && !wait) {
            throw UserError.usage("--no-wait-approval goes with --wait");
        }
        FerrumdeckClient client = client();
        JsonNode run = idempotencyKey == null ? client.startRun(request()) : client.startRun(request(), idempotencyKey);
        if (!wait) {
            RunCommand.show(output(), run);
            return ExitCode.OK;
        }
        String id = run.path("id").asString("");
        announce("started " + id);
        Watch.End end =
                new Watch(client, this::say, noWaitApproval).until(id, 0, event -> Watch.lines(event, this::say));
        Watch.end(end.run(), this::say);
        RunCommand.show(output(), end.run());
        return end.exitCode();
    }

    private ObjectNode request() {
        ObjectNode request = Json.object();
        request.put(of.agent != null ? "agent" : "workflow", of.agent != null ? of.agent : of.workflow);
        if (version != null) {
            request.put("version", version);
        }
        if (input != null && message != null) {
            throw UserError.usage("give --input or --message, not both");
        }
        if (input != null) {
            request.set("input", Documents.value(input, "--input"));
        } else if (message != null) {
            request.putObject("input").put("message", message);
        }
        ObjectNode budget = budget();
        if (!budget.isEmpty()) {
            request.set("budget", budget);
        }
        if (!labels.isEmpty()) {
            ObjectNode given = request.putObject("labels");
            labels.forEach(given::put);
        }
        if (project != null) {
            request.put("project", project);
        }
        return request;
    }

    private ObjectNode budget() {
        return limits(usd, tokens, toolCalls, seconds);
    }

    /** Limits as the API takes them; kinds that are null are left out. */
    static ObjectNode limits(
            @Nullable BigDecimal usd, @Nullable Long tokens, @Nullable Long toolCalls, @Nullable Long seconds) {
        ObjectNode limits = Json.object();
        if (usd != null) {
            limits.put("cost_micros", micros(usd));
        }
        if (tokens != null) {
            limits.put("tokens", tokens);
        }
        if (toolCalls != null) {
            limits.put("tool_calls", toolCalls);
        }
        if (seconds != null) {
            limits.put("seconds", seconds);
        }
        return limits;
    }

    private static long micros(BigDecimal usd) {
        try {
            return usd.multiply(MICROS).longValueExact();
        } catch (ArithmeticException e) {
            throw UserError.usage("a budget in USD has at most six decimals: " + usd);
        }
    }
}
