package dev.ferrumdeck.cli;

import dev.ferrumdeck.cli.client.ApiProblem;
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

    public Applier(FerrumdeckClient client) {
        this.client = client;
    }

    /** A document of a kind: what it says, and the text that says so, as the server will read it. */
    private record Work(Kind kind, String source, ObjectNode spec, String text) {}

    /** Applies all, those of lists too; nothing is sent unless every document says what it is. */
    public List<JsonNode> apply(List<Documents.Document> documents, @Nullable Kind only) {
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
        return work.stream().map(this::apply).toList();
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
        String name = work.spec().path("name").asString("");
        int before = version(work.kind(), name);
        JsonNode stored = client.post(work.kind().path(), RequestText.yaml(work.text()));
        int after = stored.path("version").asInt(0);
        String what = before == 0 ? "created" : after == before ? "unchanged" : "updated";
        return Json.object()
                .put("kind", work.kind().word())
                .put("name", name)
                .put("version", after)
                .put("result", what);
    }

    private int version(Kind kind, String name) {
        try {
            return client.get(kind.path() + "/" + FerrumdeckClient.segment(name))
                    .path("version")
                    .asInt(0);
        } catch (ApiProblem problem) {
            if (problem.status() == 404) {
                return 0;
            }
            throw problem;
        }
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
        client.put(budgetPath(scope.equals("agent") ? name : null), body);
        return Json.object()
                .put("kind", "budget")
                .put("name", scope.equals("agent") ? "agent/" + name : "tenant")
                .put("result", "set");
    }

    /** The budget of an agent; of the tenant when there is none. */
    static String budgetPath(@Nullable String agent) {
        return agent == null ? "/v1/budgets/tenant" : "/v1/budgets/agents/" + FerrumdeckClient.segment(agent);
    }
}
