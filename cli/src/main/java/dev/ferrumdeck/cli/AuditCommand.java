package dev.ferrumdeck.cli;

import dev.ferrumdeck.cli.client.FerrumdeckClient;
import dev.ferrumdeck.cli.client.Json;
import dev.ferrumdeck.cli.verify.AuditChain;
import dev.ferrumdeck.cli.verify.RunReplay;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** {@code audit}: who did what, and the proof that nobody changed it. */
@Command(name = "audit", description = "What people and services changed, in a hash chain")
final class AuditCommand extends Noun {
    private static final int ALL = 1_000_000;

    @Command(name = "list", description = "Audit events, newest first; -o json exports them")
    int list(
            @Option(names = "--action", description = "such as approval.voted") @Nullable String action,
            @Option(names = "--subject", description = "id or name of what it happened to") @Nullable String subject,
            @Option(names = "--limit", defaultValue = "50") int limit) {
        Map<String, Object> query = new LinkedHashMap<>();
        if (action != null) {
            query.put("action", action);
        }
        if (subject != null) {
            query.put("subject", subject);
        }
        list(
                "/v1/audit",
                query,
                limit,
                Column.at("SEQ", "/seq"),
                Column.time("AT", "/at"),
                Column.at("ACTOR", "/actor"),
                Column.at("ACTION", "/action"),
                Column.at("SUBJECT", "/subject"),
                Column.brief("DETAIL", "/detail"));
        return ExitCode.OK;
    }

    @Command(
            name = "verify",
            description =
                    "Recompute the chain here, from the exported events alone, and with --run the journals of runs")
    int verify(
            @Option(names = "--file", paramLabel = "FILE", description = "events exported with audit list -o json")
                    @Nullable
                    Path file,
            @Option(names = "--run", paramLabel = "RUN", description = "also this run's journal; may be given again")
                    @Nullable
                    List<String> runs) {
        AuditChain.Report chain = AuditChain.of(file == null ? export(client()) : exported(file));
        output().one(
                        Json.mapper().<JsonNode>valueToTree(chain),
                        Column.at("verified", "/verified"),
                        Column.at("events", "/entries"),
                        Column.at("not sealed yet", "/unsealed"),
                        Column.at("head", "/head_hash"),
                        Column.at("fault", "/fault"));
        boolean good = chain.verified();
        for (String run : runs == null ? List.<String>of() : runs) {
            RunReplay.Report report = RunReplayCommand.replay(client().journal(run));
            say(run + ": " + (report.agrees() ? "journal agrees" : report.disagreement()));
            good &= report.agrees();
        }
        return good ? ExitCode.OK : ExitCode.FAILED;
    }

    /** All events in the order of the chain: oldest first. */
    private static List<JsonNode> export(FerrumdeckClient client) {
        return inOrder(client.list("/v1/audit", Map.of(), ALL));
    }

    private static List<JsonNode> exported(Path file) {
        List<JsonNode> events = new ArrayList<>();
        for (Documents.Document document : Documents.read(file, System.in)) {
            if (document.body().isArray()) {
                document.body().forEach(events::add);
            } else {
                events.add(document.body());
            }
        }
        return inOrder(events);
    }

    private static List<JsonNode> inOrder(List<JsonNode> events) {
        List<JsonNode> sorted = new ArrayList<>(events);
        Collections.sort(
                sorted, java.util.Comparator.comparingLong(it -> it.path("seq").asLong(Long.MAX_VALUE)));
        return sorted;
    }
}
