package dev.ferrumdeck.gateway.journal;

import dev.ferrumdeck.contracts.ErrorCode;
import dev.ferrumdeck.contracts.wire.Message;
import dev.ferrumdeck.gateway.runs.AgentInput;
import dev.ferrumdeck.gateway.runs.PinnedRun;
import dev.ferrumdeck.workflows.dag.PinnedAgent;
import dev.ferrumdeck.workflows.dag.PinnedTool;
import dev.ferrumdeck.workflows.machine.StepPath;
import java.util.ArrayList;
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

    /**
     * The first messages: of an agent the history and the message of its input, of a model call its prompt.
     *
     * @throws InputRefused when there is nothing to ask
     */
    public List<Message> first(PinnedRun run, StepPath path, @Nullable Object input) {
        if (run.agent(path).isEmpty()) {
            Object prompt = input instanceof Map<?, ?> map && map.get("prompt") instanceof String text ? text : input;
            return List.of(Message.user(text(prompt)));
        }
        try {
            AgentInput asked = AgentInput.of(input, json::writeValueAsString);
            List<Message> messages = new ArrayList<>(asked.history());
            messages.add(Message.user(asked.message()));
            return messages;
        } catch (AgentInput.Refused e) {
            throw new InputRefused(
                    ErrorCode.VALIDATION_FAILED, "the input of agent step " + path + ": " + e.getMessage());
        }
    }

    /** An estimate of the size of the first prompt. */
    public long firstTokens(PinnedRun run, StepPath path, @Nullable Object input) {
        List<PinnedTool> offered = run.toolsOfAgent(path);
        return tokens.ofPrompt(
                system(run, path, input), offered.stream().map(PinnedTool::spec).toList(), first(run, path, input));
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
