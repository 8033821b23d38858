package dev.ferrumdeck.cli;

import dev.ferrumdeck.cli.client.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code approval}: the questions to people, and answers to them. */
@Command(name = "approval", description = "Answer what agents may not do on their own")
final class ApprovalCommand extends Noun {
    private static final Column[] DETAIL = {
        Column.at("approval", "/id"),
        Column.at("kind", "/kind"),
        Column.at("status", "/status"),
        Column.at("title", "/title"),
        Column.at("reason", "/reason"),
        Column.at("rule", "/rule"),
        Column.at("run", "/run_id"),
        Column.at("step", "/step"),
        Column.at("tool", "/tool"),
        Column.at("arguments", "/arguments"),
        Column.at("edited", "/edited_arguments"),
        Column.at("quorum", "/quorum"),
        Column.at("asked of", "/approver_role"),
        Column.at("decided by", "/decided_by_name"),
        Column.at("note", "/note"),
        Column.time("expires", "/expires_at"),
        Column.time("decided", "/decided_at")
    };

    @Command(name = "list", description = "Approvals, newest first; those that wait unless --status says otherwise")
    int list(
            @Option(
                            names = "--status",
                            defaultValue = "pending",
                            description = "pending, approved, denied, expired, closed ... or all")
                    String status,
            @Option(names = "--run", description = "of this run") @Nullable String run,
            @Option(names = "--limit", defaultValue = "50") int limit) {
        Map<String, Object> query = new LinkedHashMap<>();
        if (!status.equals("all")) {
            query.put("status", status);
        }
        if (run != null) {
            query.put("run", run);
        }
        list(
                "/v1/approvals",
                query,
                limit,
                Column.at("APPROVAL", "/id"),
                Column.at("STATUS", "/status"),
                Column.brief("TITLE", "/title"),
                Column.at("RULE", "/rule"),
                Column.brief("ARGUMENTS", "/arguments"),
                Column.at("RUN", "/run_id"),
                Column.time("EXPIRES", "/expires_at"));
        return ExitCode.OK;
    }

    @Command(name = "show", description = "One approval with its exact arguments and votes")
    int show(@Parameters(paramLabel = "APPROVAL") String approval) {
        output().one(client().get(path(approval)), DETAIL);
        return ExitCode.OK;
    }

    @Command(name = "approve", description = "Say yes to exactly these arguments")
    int approve(
            @Parameters(paramLabel = "APPROVAL") String approval, @Option(names = "--reason") @Nullable String reason) {
        return vote(approval, "approve", reason, Json.object());
    }

    @Command(name = "deny", description = "Say no; the agent is told")
    int deny(
            @Parameters(paramLabel = "APPROVAL") String approval, @Option(names = "--reason") @Nullable String reason) {
        return vote(approval, "deny", reason, Json.object());
    }

    @Command(name = "edit", description = "Approve with other arguments; the policy decides on them first")
    int edit(
            @Parameters(paramLabel = "APPROVAL") String approval,
            @Option(names = "--arguments", paramLabel = "JSON|@FILE", description = "all arguments, new") @Nullable
                    String arguments,
            @Option(names = "--set", paramLabel = "NAME=JSON", description = "change some of the proposed arguments")
                    @Nullable
                    Map<String, String> changes,
            @Option(names = "--reason") @Nullable String reason) {
        if ((arguments == null) == (changes == null)) {
            throw UserError.usage("edit needs --arguments or --set");
        }
        ObjectNode vote = Json.object();
        if (arguments != null) {
            vote.set("arguments", Documents.value(arguments, "--arguments"));
        } else if (changes != null) {
            vote.set("arguments", changed(client().get(path(approval)).path("arguments"), changes));
        }
        return vote(approval, "edit", reason, vote);
    }

    @Command(
            name = "reconcile",
            description = "Say what became of an action whose end nobody saw: happened (with --result), retry or fail")
    int reconcile(
            @Parameters(paramLabel = "APPROVAL") String approval,
            @Parameters(paramLabel = "happened|retry|fail") String decision,
            @Option(names = "--result", paramLabel = "JSON|@FILE") @Nullable String result,
            @Option(names = "--reason") @Nullable String reason) {
        ObjectNode vote = Json.object();
        if (result != null) {
            vote.set("result", Documents.value(result, "--result"));
        }
        return vote(approval, decision, reason, vote);
    }

    @Command(
            name = "ticket",
            description =
                    "A short-lived ticket that names you in a vote sent as a Temporal signal, with how to send it")
    int ticket(
            @Parameters(paramLabel = "APPROVAL") String approval,
            @Option(names = "--decision", description = "bind it to one decision: approve, deny") @Nullable
                    String decision) {
        ObjectNode body = Json.object();
        if (decision != null) {
            body.put("decision", decision);
        }
        JsonNode ticket = client().post(path(approval) + "/ticket", body);
        output().one(
                        ticket,
                        Column.at("approval", "/approval_id"),
                        Column.at("ticket", "/ticket"),
                        Column.time("expires", "/expires_at"));
        String run = client().get(path(approval)).path("run_id").asString("");
        say("temporal workflow signal --workflow-id " + run + " --name decide --input '{\"approval_id\":\"" + approval
                + "\",\"decision\":\"" + (decision == null ? "approve" : decision) + "\",\"ticket\":\"...\"}'");
        return ExitCode.OK;
    }

    private int vote(String approval, String decision, @Nullable String reason, ObjectNode vote) {
        vote.put("decision", decision);
        if (reason != null) {
            vote.put("reason", reason);
        }
        output().one(client().decide(approval, vote), DETAIL);
        return ExitCode.OK;
    }

    private static ObjectNode changed(JsonNode proposed, Map<String, String> changes) {
        ObjectNode arguments = proposed.isObject() ? ((ObjectNode) proposed).deepCopy() : Json.object();
        changes.forEach((name, value) -> arguments.set(name, Documents.value(value, "--set " + name)));
        return arguments;
    }

    private static String path(String approval) {
        return "/v1/approvals/" + segment(approval);
    }
}
