package dev.ferrumdeck.demo;

import dev.ferrumdeck.cli.client.FerrumdeckClient;
import dev.ferrumdeck.cli.verify.AuditChain;
import dev.ferrumdeck.cli.verify.RunReplay;
import dev.ferrumdeck.demo.tools.WitnessLog;
import dev.ferrumdeck.demo.tools.WitnessLog.What;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** The claims that hold for every run, and what plays need for their own. */
final class Proof {
    private static final Duration SEALED_WITHIN = Duration.ofSeconds(15);

    private final Stage stage;
    private final JsonNode run;
    private final String id;
    private final List<WitnessLog.Line> witnessed;

    /** @param from how many lines the witness log had when the run began */
    Proof(Stage stage, JsonNode run, int from) {
        this.stage = stage;
        this.run = run;
        this.id = run.path("id").asString("");
        List<WitnessLog.Line> lines = stage.witness().lines();
        this.witnessed = lines.subList(from, lines.size());
    }

    /** What the tools saw while the run went on. */
    List<WitnessLog.Line> witnessed(String tool, What what) {
        return witnessed.stream()
                .filter(it -> it.tool().equals(tool) && it.what() == what)
                .toList();
    }

    void status(String expected) {
        stage.checks()
                .equal("the run is " + expected, expected, run.path("status").asString(""));
    }

    void neverReached(String tool, String rule) {
        Checks checks = stage.checks();
        checks.equal(
                tool + " was denied and never reached its server",
                0,
                witnessed(tool, What.CALL).size());
        try (Facts facts = new Facts(stage.stack().database())) {
            long denied = facts.number(
                    "SELECT count(*) FROM decisions WHERE run_id = ? AND tool = ? AND effect = 'deny' AND rule = ?",
                    id,
                    tool,
                    rule);
            checks.claim("the decision names the rule " + rule, denied > 0, denied + " decisions");
        }
    }

    /** What the attempts used must add up to what the run spent, within its limits, with nothing left reserved. */
    void budget() {
        Checks checks = stage.checks();
        List<JsonNode> attempts = stage.client().list("/v1/runs/" + id + "/attempts", Map.of(), 100_000);
        JsonNode budget = run.path("budget");
        for (String kind : List.of("cost_micros", "tokens", "tool_calls")) {
            long used = attempts.stream()
                    .mapToLong(it -> it.at("/outcome/spent/" + kind).asLong(0))
                    .sum();
            long spent = budget.at("/spent/" + kind).asLong(0);
            checks.equal("the attempts' " + kind + " add up to what the run spent (" + spent + ")", spent, used);
            JsonNode limit = budget.at("/limits/" + kind);
            if (limit.isNumber()) {
                checks.claim(
                        "spent " + kind + " are within the limit of " + limit,
                        spent <= limit.asLong(0),
                        spent + " of " + limit);
            }
            checks.equal(
                    "no " + kind + " are left reserved",
                    0L,
                    budget.at("/reserved/" + kind).asLong(0));
        }
        checks.equal(
                "no call used more than was reserved for it",
                0,
                budget.path("overruns").asInt(0));
    }

    /** The journal played again, and the audit chain recomputed; both from what the API exports. */
    void records() {
        Checks checks = stage.checks();
        RunReplay.Report replay = RunReplay.of(stage.client().journal(id));
        checks.claim(
                "replay of the journal agrees, " + replay.agreed() + " entries",
                replay.agrees(),
                String.valueOf(replay.disagreement()));
        AuditChain.Report[] chain = {audit(stage.client())};
        Waiting.until(SEALED_WITHIN, () -> {
            chain[0] = audit(stage.client());
            return chain[0].unsealed() == 0 || !chain[0].verified();
        });
        checks.claim(
                "audit chain verified, " + chain[0].entries() + " entries",
                chain[0].verified() && chain[0].unsealed() == 0 && chain[0].entries() > 0,
                chain[0].fault() == null ? chain[0].unsealed() + " not sealed" : chain[0].fault());
        try (Facts facts = new Facts(stage.stack().database())) {
            checks.equal(
                    "every attempt has an outcome, none is still open",
                    0L,
                    facts.number(
                            "SELECT count(*) FROM attempts WHERE run_id = ? AND (outcome IS NULL"
                                    + " OR state IN ('READY', 'LEASED', 'ACTING'))",
                            id));
        }
    }

    private static AuditChain.Report audit(FerrumdeckClient client) {
        List<JsonNode> events = client.list("/v1/audit", Map.of(), 1_000_000).stream()
                .sorted(Comparator.comparingLong(it -> it.path("seq").asLong(Long.MAX_VALUE)))
                .toList();
        return AuditChain.of(events);
    }

    /** Prints what every attempt of a step was. */
    void timeline() {
        stage.terminal().line("Attempts:");
        List<JsonNode> attempts = stage.client().list("/v1/runs/" + id + "/attempts", Map.of(), 200);
        for (int i = attempts.size() - 1; i >= 0; i--) {
            JsonNode attempt = attempts.get(i);
            stage.terminal()
                    .line(
                            "  %-16s #%d  %-14s %-18s %s",
                            attempt.path("step").asString(""),
                            attempt.path("attempt").asInt(0),
                            attempt.path("state").asString(""),
                            attempt.path("tool").asString(attempt.path("type").asString("")),
                            attempt.path("worker_id").asString("-"));
        }
    }

    void links() {
        stage.terminal().line("Temporal UI  %s", run.at("/links/temporal").asString("(no address)"));
        stage.terminal()
                .line("Try          ./ferrumdeck run replay %s   |   ./ferrumdeck audit verify --run %s", id, id);
    }
}
