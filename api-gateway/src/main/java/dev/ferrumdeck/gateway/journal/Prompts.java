package dev.ferrumdeck.gateway.journal;

import dev.ferrumdeck.gateway.runs.PinnedRun;
import dev.ferrumdeck.workflows.dag.PinnedAgent;
import dev.ferrumdeck.workflows.dag.PinnedTool;
import dev.ferrumdeck.workflows.machine.StepPath;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The first prompt of an agent or of a model call: its texts and its size. Thread-safe. */
@Component
public class Prompts {
    private final Tokens tokens;
    private final JsonMapper json;

    Prompts(Tokens tokens, JsonMapper json) {
        this.tokens = tokens;
        this.json = json;
    }

    /** The system prompt of the step at that path, whose evaluated input is given. */
    public @Nullable String system(PinnedRun run, StepPath path, @Nullable Object input) {
        Optional<PinnedAgent> agent = run.agent(path);
        if (agent.isPresent()) {
            return agent.get().spec().systemPrompt();
        }
        return input instanceof Map<?, ?> map && map.get("system") instanceof String system ? system : null;
    }

    /** The first user message: of an agent its {@code message}, else its input as JSON; of a model call its prompt. */
    public String message(PinnedRun run, StepPath path, @Nullable Object input) {
        String key = run.agent(path).isPresent() ? "message" : "prompt";
        return input instanceof Map<?, ?> map && map.get(key) instanceof String message ? message : text(input);
    }

    /** An estimate of the size of the first prompt. */
    public long firstTokens(PinnedRun run, StepPath path, @Nullable Object input) {
        List<PinnedTool> offered = run.toolsOfAgent(path);
        return tokens.ofPrompt(
                system(run, path, input), offered.stream().map(PinnedTool::spec).toList(), message(run, path, input));
    }

    /** A value as text: strings as they are, anything else as JSON. */
    public String text(@Nullable Object value) {
        if (value == null) {
            return "";
        }
        return value instanceof String text ? text : json.writeValueAsString(value);
    }

    /** A JSON tree as plain JSON. */
    public @Nullable Object plain(@Nullable JsonNode tree) {
        return tree == null ? null : json.treeToValue(tree, Object.class);
    }
}
