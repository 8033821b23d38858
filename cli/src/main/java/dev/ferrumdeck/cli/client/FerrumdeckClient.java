package dev.ferrumdeck.cli.client;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A client of one FerrumDeck server. Every call throws {@link ApiProblem} when the server refuses and {@link
 * ServerUnreachable} when there is none. Thread-safe.
 */
public final class FerrumdeckClient {
    private static final int PAGE = 100;
    private static final int LONGEST_WAIT_SECONDS = 30;

    private final Http http;

    private FerrumdeckClient(Http http) {
        this.http = http;
    }

    /** A client with the standard retries. */
    public static FerrumdeckClient of(URI server, @Nullable String apiKey) {
        return of(server, apiKey, Retries.standard());
    }

    public static FerrumdeckClient of(URI server, @Nullable String apiKey, Retries retries) {
        return of(server, apiKey, null, retries);
    }

    /**
     * A client that sends the key only to the server that it belongs to.
     *
     * @param identity what that server says of itself in the header {@code Server}; null: nobody is asked
     */
    public static FerrumdeckClient of(URI server, @Nullable String apiKey, @Nullable String identity, Retries retries) {
        return new FerrumdeckClient(new Http(server, apiKey, identity, retries));
    }

    /** The same client, for waiting: it lives through a server that is away for up to two minutes. */
    public FerrumdeckClient patient() {
        return new FerrumdeckClient(http.with(http.retries().lasting()));
    }

    public URI server() {
        return http.server();
    }

    public JsonNode get(String path) {
        return http.send("GET", path, null, Map.of());
    }

    public JsonNode get(String path, Map<String, ?> query) {
        return get(path + query(query));
    }

    /** Posts with a new idempotency key: made again by the retries, it has its effect once. */
    public JsonNode post(String path, @Nullable Object body) {
        return post(path, body, UUID.randomUUID().toString());
    }

    /** Posts with an idempotency key of the caller's. */
    public JsonNode post(String path, @Nullable Object body, String idempotencyKey) {
        return http.send("POST", path, body, Map.of("Idempotency-Key", idempotencyKey));
    }

    public JsonNode put(String path, Object body) {
        return http.send("PUT", path, body, Map.of());
    }

    public void delete(String path) {
        http.send("DELETE", path, null, Map.of());
    }

    /**
     * The first things of a list, over as many pages as it takes.
     *
     * @param most how many at most
     */
    public List<JsonNode> list(String path, Map<String, ?> query, int most) {
        List<JsonNode> all = new ArrayList<>();
        Pages pages = new Pages(path, query, Math.min(most, PAGE));
        while (all.size() < most && pages.hasNext()) {
            for (JsonNode row : pages.next().path("data")) {
                if (all.size() < most) {
                    all.add(row);
                }
            }
        }
        return all;
    }

    /** A list that comes whole: its route knows neither {@code limit} nor {@code cursor}. */
    public List<JsonNode> whole(String path) {
        List<JsonNode> all = new ArrayList<>();
        get(path).path("data").forEach(all::add);
        return all;
    }

    /** Starts a run: {@code {agent or workflow, version?, input?, budget?, labels?, project?}}. */
    public JsonNode startRun(ObjectNode request) {
        return startRun(request, UUID.randomUUID().toString());
    }

    /** The same with an idempotency key of the caller's: however often it is sent, one run is started. */
    public JsonNode startRun(ObjectNode request, String idempotencyKey) {
        JsonNode run = post("/v1/runs", request, idempotencyKey);
        if (!run.hasNonNull("id")) {
            throw ApiProblem.noAnswer("/v1/runs");
        }
        return run;
    }

    public JsonNode run(String run) {
        return get("/v1/runs/" + segment(run));
    }

    /** The run when it is over, or as it is when the time is up. */
    public JsonNode awaitOver(String run, Duration atMost) {
        long end = System.nanoTime() + atMost.toNanos();
        JsonNode now = run(run);
        while (!isOver(now) && System.nanoTime() < end) {
            long left = Math.max(1, Duration.ofNanos(end - System.nanoTime()).toSeconds());
            now = get("/v1/runs/" + segment(run), Map.of("wait", Math.min(left, LONGEST_WAIT_SECONDS)));
        }
        return now;
    }

    /** Whether the status of a run is one that never changes. */
    public static boolean isOver(JsonNode run) {
        return switch (run.path("status").asString("")) {
            case "completed", "failed", "cancelled", "budget_exceeded" -> true;
            default -> false;
        };
    }

    /** The events of a run after the given one; goes on until the run is over. Close it. */
    public RunEvents events(String run, int after) {
        return events(run, after, () -> {});
    }

    /** The same; {@code lost} is called once each time the connection is lost, before it is opened again. */
    public RunEvents events(String run, int after, Runnable lost) {
        return new RunEvents(http, "/v1/runs/" + segment(run) + "/events", after, lost);
    }

    /** The whole journal of a run as one document: {@code {run_id, status, entries, head_hash, plan, data: [...]}}. */
    public ObjectNode journal(String run) {
        Pages pages = new Pages("/v1/runs/" + segment(run) + "/journal", Map.of(), PAGE);
        ObjectNode document = Json.object();
        ArrayNode entries = Json.mapper().createArrayNode();
        while (pages.hasNext()) {
            JsonNode page = pages.next();
            if (document.isEmpty()) {
                page.properties().forEach(it -> document.set(it.getKey(), it.getValue()));
            }
            for (String newest : List.of("status", "entries", "head_hash")) {
                document.set(newest, page.path(newest));
            }
            page.path("data").forEach(entries::add);
        }
        document.remove(List.of("next_cursor", "has_more"));
        document.set("data", entries);
        return document;
    }

    /** Votes on an approval. */
    public JsonNode decide(String approval, ObjectNode vote) {
        return post("/v1/approvals/" + segment(approval) + "/decision", vote);
    }

    /** One part of a path, escaped. */
    public static String segment(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static String query(Map<String, ?> parameters) {
        StringBuilder query = new StringBuilder();
        parameters.forEach((name, value) -> query.append(query.isEmpty() ? "?" : "&")
                .append(name)
                .append("=")
                .append(URLEncoder.encode(String.valueOf(value), StandardCharsets.UTF_8)));
        return query.toString();
    }

    /** Walks through the pages of a list. */
    private final class Pages {
        private final String path;
        private final Map<String, ?> query;
        private final int limit;
        private @Nullable String cursor;
        private boolean more = true;

        Pages(String path, Map<String, ?> query, int limit) {
            this.path = path;
            this.query = query;
            this.limit = limit;
        }

        boolean hasNext() {
            return more;
        }

        JsonNode next() {
            Map<String, Object> parameters = new java.util.LinkedHashMap<>(query);
            parameters.put("limit", limit);
            if (cursor != null) {
                parameters.put("cursor", cursor);
            }
            JsonNode page = get(path, parameters);
            cursor = page.path("next_cursor").asString("");
            more = page.path("has_more").asBoolean(false) && !cursor.isEmpty();
            return page;
        }
    }
}
