package dev.ferrumdeck.gateway.runs;

import dev.ferrumdeck.contracts.ErrorCode;
import dev.ferrumdeck.gateway.budgets.LimitsReader;
import dev.ferrumdeck.gateway.platform.web.ApiException;
import dev.ferrumdeck.gateway.platform.web.Json;
import dev.ferrumdeck.gateway.platform.web.Violation;
import dev.ferrumdeck.workflows.machine.Limits;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a caller asks for with {@code POST /v1/runs}.
 *
 * @param kind {@code agent} or {@code workflow}
 * @param version null is the newest
 * @param limits lower limits than the version's own; kinds that are null stay
 */
record RunRequest(
        String kind,
        String name,
        @Nullable Integer version,
        JsonNode input,
        Limits limits,
        Map<String, String> labels,
        String project) {
    static final String AGENT = "agent";
    static final String WORKFLOW = "workflow";

    private static final Set<String> KEYS = Set.of(AGENT, WORKFLOW, "version", "input", "budget", "labels", "project");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");
    private static final int MOST_LABELS = 20;
    private static final int LONGEST_LABEL = 200;

    /** @throws ApiException naming everything that is wrong */
    static RunRequest parse(JsonNode body) {
        if (!body.isObject()) {
            throw ApiException.invalid("", "a run is an object: {agent or workflow, input}");
        }
        List<Violation> errors = new ArrayList<>();
        unknownKeys(body, errors);
        boolean ofAgent = body.hasNonNull(AGENT);
        if (ofAgent == body.hasNonNull(WORKFLOW)) {
            errors.add(new Violation("", "name either an agent or a workflow"));
        }
        String kind = ofAgent ? AGENT : WORKFLOW;
        String name = name(body, kind, "", errors);
        Integer version = version(body, errors);
        JsonNode input =
                body.hasNonNull("input") ? body.get("input") : Json.mapper().createObjectNode();
        if (input.toString().contains("\\u0000")) {
            errors.add(new Violation("/input", "cannot contain the character U+0000"));
        }
        Limits limits =
                body.hasNonNull("budget") ? LimitsReader.read(body.get("budget"), "/budget", errors) : Limits.NONE;
        Map<String, String> labels = labels(body, errors);
        String project = name(body, "project", "default", errors);
        if (!errors.isEmpty()) {
            throw ApiException.of(ErrorCode.VALIDATION_FAILED, "The run is not valid; nothing was started.", errors);
        }
        return new RunRequest(kind, name, version, input, limits, labels, project);
    }

    private static void unknownKeys(JsonNode body, List<Violation> errors) {
        for (String key : body.propertyNames()) {
            if (!KEYS.contains(key)) {
                errors.add(new Violation(
                        "/" + key.replace("~", "~0").replace("/", "~1"),
                        "unknown key; model, prompt and tools are those of the version, a caller cannot set them"));
            }
        }
    }

    private static String name(JsonNode body, String key, String otherwise, List<Violation> errors) {
        JsonNode value = body.get(key);
        if (value == null || value.isNull()) {
            return otherwise;
        }
        if (!value.isString() || !NAME.matcher(value.stringValue()).matches()) {
            errors.add(new Violation("/" + key, "must be a name: letters, digits, dot, dash and underscore"));
            return otherwise;
        }
        return value.stringValue();
    }

    private static @Nullable Integer version(JsonNode body, List<Violation> errors) {
        JsonNode value = body.get("version");
        if (value == null || value.isNull()) {
            return null;
        }
        if (!value.isIntegralNumber() || !value.canConvertToInt() || value.asInt() < 1) {
            errors.add(new Violation("/version", "must be a whole number from 1"));
            return null;
        }
        return value.asInt();
    }

    private static Map<String, String> labels(JsonNode body, List<Violation> errors) {
        JsonNode given = body.get("labels");
        Map<String, String> labels = new LinkedHashMap<>();
        if (given == null || given.isNull()) {
            return labels;
        }
        if (!given.isObject() || given.size() > MOST_LABELS) {
            errors.add(new Violation("/labels", "must be an object of at most " + MOST_LABELS + " strings"));
            return labels;
        }
        for (Map.Entry<String, JsonNode> label : given.properties()) {
            JsonNode value = label.getValue();
            if (!NAME.matcher(label.getKey()).matches()
                    || !value.isString()
                    || value.stringValue().length() > LONGEST_LABEL
                    || value.stringValue().indexOf('\0') >= 0) {
                errors.add(new Violation("/labels/" + label.getKey(), "must be a short string under a plain name"));
            } else {
                labels.put(label.getKey(), value.stringValue());
            }
        }
        return labels;
    }
}
