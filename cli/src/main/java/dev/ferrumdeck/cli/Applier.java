package dev.ferrumdeck.cli;

import dev.ferrumdeck.cli.client.FerrumdeckClient;
import dev.ferrumdeck.cli.client.Json;
import dev.ferrumdeck.cli.client.RequestText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Brings the server's registry to what documents say. What is there already stays as it is, without a new version. */
public final class Applier {
    private static final List<String> BUDGET_KEYS = List.of("kind", "scope", "name", "limits");

    private final FerrumdeckClient client;

    private final boolean dryRun;

    public Applier(FerrumdeckClient client) {
        this(client, false);
    }

    /** @param dryRun everything is checked, nothing is stored */
    public Applier(FerrumdeckClient client, boolean dryRun) {
        this.client = client;
        this.dryRun = dryRun;
    }

    /** A document of a kind: what it says, and the text that says so, as the server will read it. */
    private record Work(Kind kind, String source, ObjectNode spec, String text) {}

    /** Applies all, those of lists too; nothing is sent unless every document says what it is. */
    public List<JsonNode> apply(List<Documents.Document> documents, @Nullable Kind only) {
        return work(documents, only).stream().map(this::apply).toList();
    }

    private static List<Work> work(List<Documents.Document> documents, @Nullable Kind only) {
        List<Work> work = new ArrayList<>();
        for (Documents.Document document : documents) {
            if (document.body().isArray()) {
                document.body()
                        .forEach(it ->
                                work.add(read(new Documents.Document(document.source(), it, it.toString()), only)));
            } else {
                work.add(read(document, only));
            }
        }
        work.sort(Comparator.comparing(Work::kind));
        return work;
    }

    private static Work read(Documents.Document document, @Nullable Kind only) {
        if (!document.body().isObject()) {
            throw UserError.usage(document.source() + " is not an object");
        }
        ObjectNode spec = (ObjectNode) document.body();
        String word = spec.path("kind").asString("");
        if (word.isEmpty() && only == null) {
            throw UserError.usage(document.source() + " says no kind; add one of kind: " + Kind.words());
        }
        Kind kind = word.isEmpty() && only != null
                ? only
                : Kind.of(word)
                        .orElseThrow(() -> UserError.usage(
                                document.source() + ": there is no kind " + word + "; known are " + Kind.words()));
        if (only != null && kind != only) {
            throw UserError.usage(document.source() + " is a " + kind.word() + ", not a " + only.word());
        }
        if (kind != Kind.BUDGET && spec.path("name").asString("").isEmpty()) {
            throw UserError.usage(document.source() + " has no name");
        }
        return new Work(kind, document.source(), spec, document.text());
    }

    private JsonNode apply(Work work) {
        return work.kind() == Kind.BUDGET ? budget(work) : publish(work);
    }

    private JsonNode publish(Work work) {
        String path = work.kind().path() + (dryRun ? "?dry_run=true" : "");
        JsonNode stored = client.post(path, RequestText.yaml(work.text()));
        ObjectNode result = Json.object()
                .put("kind", work.kind().word())
                .put("name", stored.path("name").asString(""))
                .put("version", stored.path("version").asInt(0))
                .put(
                        "result",
                        (dryRun ? "would be " : "") + stored.path("change").asString(""));
        if (!stored.path("warnings").isEmpty()) {
            result.set("warnings", stored.path("warnings"));
        }
        return result;
    }

    /** What publishing would change: the newest version's specification and that of the document, in full. */
    public record Change(Kind kind, String name, String change, JsonNode before, JsonNode after) {}

    /** Compares without storing anything; budgets have no versions and are left out. */
    public List<Change> compare(List<Documents.Document> documents, @Nullable Kind only) {
        return work(documents, only).stream()
                .filter(it -> it.kind() != Kind.BUDGET)
                .map(this::compare)
                .toList();
    }

    private Change compare(Work work) {
        JsonNode foreseen = client.post(work.kind().path() + "?dry_run=true", RequestText.yaml(work.text()));
        String name = foreseen.path("name").asString("");
        String change = foreseen.path("change").asString("");
        JsonNode before = change.equals("created")
                ? Json.object()
                : client.get(work.kind().path() + "/" + FerrumdeckClient.segment(name))
                        .path("spec");
        return new Change(work.kind(), name, change, before, foreseen.path("spec"));
    }

    /** {@code {scope: tenant}} or {@code {scope: agent, name}}, with {@code limits}. */
    private JsonNode budget(Work work) {
        String scope = work.spec().path("scope").asString("tenant");
        String name = work.spec().path("name").asString("");
        if (!scope.equals("tenant") && !(scope.equals("agent") && !name.isEmpty())) {
            throw UserError.usage(work.source() + ": a budget has scope: tenant, or scope: agent with a name");
        }
        for (String key : work.spec().propertyNames()) {
            if (!BUDGET_KEYS.contains(key)) {
                throw UserError.usage(work.source() + ": a budget has no " + key + "; known are " + BUDGET_KEYS);
            }
        }
        ObjectNode body = Json.object();
        body.set("limits", work.spec().path("limits"));
        if (!dryRun) {
            client.put(budgetPath(scope.equals("agent") ? name : null), body);
        }
        return Json.object()
                .put("kind", "budget")
                .put("name", scope.equals("agent") ? "agent/" + name : "tenant")
                .put("result", dryRun ? "would be set" : "set");
    }

    /** The budget of an agent; of the tenant when there is none. */
    static String budgetPath(@Nullable String agent) {
        return agent == null ? "/v1/budgets/tenant" : "/v1/budgets/agents/" + FerrumdeckClient.segment(agent);
    }
}
