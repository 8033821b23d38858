package dev.ferrumdeck.gateway.platform.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.swagger.v3.core.util.Json31;
import io.swagger.v3.core.util.Yaml31;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.parameters.Parameter;
import io.swagger.v3.oas.models.parameters.RequestBody;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the document says of operations, parameters and bodies: texts, bounds, schemas and examples, out of {@code
 * openapi/{operations,parameters,bodies}.yaml}. Thread-safe.
 */
final class Handbook {
    private static final Set<String> KINDS = Set.of("agent", "tool", "workflow", "policy");

    private final JsonNode operations = load("operations");
    private final JsonNode parameters = load("parameters");
    private final JsonNode bodies = load("bodies");

    private final Map<String, Optional<Form>> forms = new ConcurrentHashMap<>();

    /** What a parameter looks like. */
    record Form(Pattern pattern, String example) {}

    /** The form of a parameter of an operation, where the document has one. */
    Optional<Form> form(String operationId, String parameter) {
        return forms.computeIfAbsent(operationId + "." + parameter, key -> {
            JsonNode page = parameter(operationId, parameter);
            return Optional.ofNullable(page.path("schema").get("pattern"))
                    .map(pattern -> new Form(
                            Pattern.compile(pattern.asText()),
                            page.path("example").asText()));
        });
    }

    /** Ids of operations that are described one by one. */
    Set<String> described() {
        Set<String> ids = new TreeSet<>();
        operations.path("operations").fieldNames().forEachRemaining(ids::add);
        for (String kind : KINDS) {
            operations.path("registry").fieldNames().forEachRemaining(name -> ids.add(kind + "_" + name));
        }
        return ids;
    }

    void describe(Operation operation) {
        String kind = kind(operation.getOperationId());
        JsonNode page = page(operation.getOperationId(), kind);
        operation.setSummary(text(page, "summary", kind));
        operation.setDescription(text(page, "description", kind));
        if (operation.getParameters() != null) {
            operation.getParameters().forEach(one -> describe(operation.getOperationId(), one));
        }
        if (page.has("body")) {
            String body = page.get("body").asText();
            describe(operation, bodies.path(body.equals("registry") ? kind : body));
        }
        if (page.has("answer")) {
            operation.getResponses().values().stream()
                    .filter(response -> response.getContent() != null)
                    .flatMap(response -> response.getContent().values().stream())
                    .forEach(media -> media.setExample(page.get("answer")));
        }
    }

    private JsonNode parameter(String operationId, String name) {
        JsonNode own = parameters.path(operationId + "." + name);
        return own.isObject() ? own : parameters.path(name);
    }

    private void describe(String operationId, Parameter parameter) {
        JsonNode page = parameter(operationId, parameter.getName());
        parameter.setDescription(text(page, "description", ""));
        if (page.has("example")) {
            parameter.setExample(Json31.mapper().convertValue(page.get("example"), Object.class));
        }
        Schema<?> schema = parameter.getSchema();
        JsonNode bounds = page.path("schema");
        if (schema != null && bounds.isObject()) {
            Schema<?> bound = schema(bounds);
            schema.pattern(bound.getPattern()).format(bounds.has("format") ? bound.getFormat() : schema.getFormat());
            schema.minLength(bound.getMinLength()).minimum(bound.getMinimum()).maximum(bound.getMaximum());
        }
    }

    /** Every media type of the body has the same schema and example; a body without a media type of its own gets one. */
    private static void describe(Operation operation, JsonNode page) {
        if (page.has("mediaType")) {
            MediaType media = new MediaType().schema(schema(page.path("schema")));
            operation.setRequestBody(new RequestBody()
                    .required(true)
                    .content(new Content().addMediaType(page.get("mediaType").asText(), media)));
            return;
        }
        RequestBody body = operation.getRequestBody();
        if (body != null) {
            body.getContent().values().forEach(media -> {
                media.setSchema(schema(page.path("schema")));
                media.setExample(page.get("example"));
            });
        }
    }

    private JsonNode page(String operationId, String kind) {
        JsonNode own = operations.path("operations").path(operationId);
        return own.isObject() || kind.isEmpty()
                ? own
                : operations.path("registry").path(operationId.substring(kind.length() + 1));
    }

    private static String kind(String operationId) {
        return KINDS.stream()
                .filter(kind -> operationId.startsWith(kind + "_"))
                .findFirst()
                .orElse("");
    }

    private static @Nullable String text(JsonNode page, String field, String kind) {
        return page.has(field) ? page.get(field).asText().replace("{kind}", kind) : null;
    }

    private static Schema<?> schema(JsonNode node) {
        return Json31.mapper().convertValue(node, Schema.class);
    }

    private static JsonNode load(String name) {
        try (InputStream in = Handbook.class.getResourceAsStream("/openapi/" + name + ".yaml")) {
            return in == null ? MissingNode.getInstance() : Yaml31.mapper().readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException("openapi/" + name + ".yaml cannot be read", e);
        }
    }
}
