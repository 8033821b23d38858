package dev.ferrumdeck.workflows.dag;

import dev.ferrumdeck.policy.spec.Fault;
import dev.ferrumdeck.policy.spec.Parsed;
import dev.ferrumdeck.policy.spec.SpecObject;
import dev.ferrumdeck.policy.spec.SpecText;
import dev.ferrumdeck.workflows.machine.AgentPlan;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads and validates what people write: definitions, agents and tools, as YAML or JSON. Finds all faults at once, each
 * with a JSON Pointer and what to do about it.
 */
public final class DefinitionParser {
    private final List<Fault> faults = new ArrayList<>();
    private final PartReader parts = new PartReader(faults);

    private DefinitionParser() {}

    /** Reads a workflow definition. */
    public static Parsed<Definition> parse(String yamlOrJson) {
        DefinitionParser parser = new DefinitionParser();
        return parser.read(yamlOrJson, "workflow", parser::definition);
    }

    /** Reads an agent. */
    public static Parsed<AgentSpec> parseAgent(String yamlOrJson) {
        DefinitionParser parser = new DefinitionParser();
        return parser.read(yamlOrJson, "agent", parser::agent);
    }

    /** Reads a tool. */
    public static Parsed<ToolSpec> parseTool(String yamlOrJson) {
        DefinitionParser parser = new DefinitionParser();
        return parser.read(yamlOrJson, "tool", parser::tool);
    }

    private <T> Parsed<T> read(String yamlOrJson, String kind, Function<SpecObject, T> reader) {
        Parsed<Object> text = SpecText.read(yamlOrJson);
        if (!text.isValid()) {
            return Parsed.invalid(text.faults());
        }
        SpecObject object = SpecObject.of(text.value(), "", faults);
        if (!faults.isEmpty()) {
            return Parsed.invalid(faults);
        }
        object.kind(kind);
        T value = reader.apply(object);
        return faults.isEmpty() ? Parsed.of(value) : Parsed.invalid(faults);
    }

    private Definition definition(SpecObject object) {
        String name = object.string("name", Forms.ID, Forms.ID_WORDS);
        String description = object.optionalString("description");
        Map<String, Object> inputSchema = parts.schema(object, "input_schema");
        String policy = parts.optionalName(object, "policy");
        BudgetSpec budget = parts.budget(object);
        Long timeout = parts.timeoutSeconds(object);
        long inFlight = object.whole("max_in_flight", 1, 10_000, Definition.DEFAULT_MAX_IN_FLIGHT);
        Object output = object.any("output");
        List<StepSpec> steps = new DefinitionSteps(faults).read(object, output);
        object.done();
        Definition definition = new Definition(
                name,
                description,
                inputSchema,
                policy == null ? Definition.DEFAULT_POLICY : policy,
                budget,
                timeout,
                (int) inFlight,
                output,
                steps);
        if (faults.isEmpty()) {
            PlanSize.check(definition, faults);
        }
        return definition;
    }

    private AgentSpec agent(SpecObject object) {
        String name = object.string("name", Forms.ID, Forms.ID_WORDS);
        String description = object.optionalString("description");
        ModelSpec model = parts.model(object);
        String prompt = object.string("system_prompt");
        List<String> tools = object.strings("tools");
        toolNames(object, tools);
        String policy = parts.optionalName(object, "policy");
        BudgetSpec budget = parts.budget(object);
        long calls = object.whole("max_model_calls", 1, 1000, AgentSpec.DEFAULT_MAX_MODEL_CALLS);
        Long timeout = parts.timeoutSeconds(object);
        Map<String, Object> inputSchema = parts.schema(object, "input_schema");
        long perTurn = object.whole("max_calls_per_turn", 1, 1000, AgentSpec.DEFAULT_MAX_CALLS_PER_TURN);
        long sameRounds = object.whole("max_same_rounds", 2, 1000, AgentPlan.DEFAULT_MAX_SAME_ROUNDS);
        object.done();
        return new AgentSpec(
                name,
                description,
                model,
                prompt,
                tools,
                policy,
                budget,
                (int) calls,
                timeout,
                inputSchema,
                (int) perTurn,
                (int) sameRounds);
    }

    private void toolNames(SpecObject object, List<String> tools) {
        Map<String, String> modelNames = new HashMap<>();
        for (int i = 0; i < tools.size(); i++) {
            String tool = tools.get(i);
            String place = Fault.child(object.at("tools"), i);
            String other = modelNames.putIfAbsent(ToolSpec.modelName(tool), tool);
            if (!Forms.TOOL.matcher(tool).matches()) {
                String message = "'" + tool + "' is not a tool's name: " + Forms.TOOL_WORDS;
                faults.add(new Fault(place, "format", message));
            } else if (other != null) {
                String message = tool.equals(other)
                        ? "'" + tool + "' is named twice: take one away"
                        : "models cannot tell '" + tool + "' from '" + other + "': both become "
                                + ToolSpec.modelName(tool) + " for them";
                faults.add(new Fault(place, "duplicate", message));
            }
        }
    }

    private ToolSpec tool(SpecObject object) {
        String name = object.string("name", Forms.TOOL, Forms.TOOL_WORDS);
        String description = object.optionalString("description");
        Map<String, Object> schema = parts.schema(object, "input_schema");
        if (schema == null) {
            object.fault(
                    "input_schema",
                    "missing",
                    "'input_schema' is missing: the JSON Schema of the arguments, at least {type: object}");
        }
        Risk risk = word(object, "risk", Risk.class, Risk.values());
        Effect effect = word(object, "effect", Effect.class, Effect.values());
        String server = object.string("server", Forms.ID, Forms.ID_WORDS);
        String serverTool = object.optionalString("server_tool");
        String queue = parts.optionalName(object, "queue");
        long timeout = object.whole("timeout_seconds", 1, Forms.MAX_SECONDS, ToolSpec.DEFAULT_TIMEOUT_SECONDS);
        RetrySpec retry = parts.retry(object);
        List<String> labels = object.strings("labels");
        object.done();
        return new ToolSpec(
                name,
                description == null ? "" : description,
                schema == null ? Map.of() : schema,
                risk == null ? Risk.DESTRUCTIVE : risk,
                effect == null ? Effect.ONCE : effect,
                server,
                serverTool == null ? name.substring(name.lastIndexOf('.') + 1) : serverTool,
                queue == null ? ToolSpec.DEFAULT_QUEUE : queue,
                timeout,
                retry,
                labels);
    }

    private static <E extends Enum<E>> @Nullable E word(SpecObject object, String key, Class<E> type, E[] values) {
        Set<String> words = new LinkedHashSet<>();
        for (E value : values) {
            words.add(value.name().toLowerCase(Locale.ROOT));
        }
        if (!object.has(key)) {
            object.fault(key, "missing", "'" + key + "' is missing: one of " + String.join(", ", words));
            return null;
        }
        String word = object.oneOf(key, words, false);
        return word == null ? null : Enum.valueOf(type, word.toUpperCase(Locale.ROOT));
    }
}
