package dev.ferrumdeck.worker.llm;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.ferrumdeck.contracts.ErrorCode;
import dev.ferrumdeck.contracts.wire.Usage;
import dev.ferrumdeck.worker.work.WorkFailed;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * A scenario: the list of turns of a scripted model, in YAML. Turn n answers when the assistant has spoken n times; each
 * is one branch or a list of branches, of which the first that matches is played.
 */
record Scenario(String name, List<List<Branch>> turns) {
    private static final YAMLMapper YAML = YAMLMapper.builder().build();

    /**
     * One possible answer.
     *
     * @param whenLastToolResultContains matches when a tool result since the last answer contains this text
     * @param whenLastUserContains matches when the last thing the user said contains this text
     * @param repeat on the last turn: it answers for all that come after, too
     */
    record Branch(
            @JsonProperty("when_last_tool_result_contains") @Nullable
            String whenLastToolResultContains,

            @JsonProperty("when_last_user_contains") @Nullable
            String whenLastUserContains,

            @JsonProperty("text") @Nullable String text,
            @JsonProperty("tool_calls") List<Call> toolCalls,
            @JsonProperty("usage") @Nullable Used usage,
            @JsonProperty("delay_ms") @Nullable Long delay,
            @JsonProperty("repeat") @Nullable Boolean repeats) {
        Branch {
            toolCalls = toolCalls == null ? List.of() : List.copyOf(toolCalls);
        }

        boolean matches(Conversation conversation) {
            return contains(conversation.lastToolResults(), whenLastToolResultContains)
                    && contains(conversation.lastUserText(), whenLastUserContains);
        }

        long delayMs() {
            return delay == null ? 0 : delay;
        }

        private static boolean contains(String text, @Nullable String part) {
            return part == null || text.contains(part);
        }
    }

    record Call(
            @JsonProperty("name") String name,
            @JsonProperty("arguments") Map<String, Object> arguments) {
        Call {
            arguments = arguments == null ? Map.of() : arguments;
        }
    }

    record Used(
            @JsonProperty("input_tokens") int inputTokens,
            @JsonProperty("output_tokens") int outputTokens) {}

    /** Reads {@code <folder>/<model>.yaml}; anew each time, so that a scenario can be edited while the worker runs. */
    static Scenario read(Path folder, String model) {
        if (!model.matches("[A-Za-z0-9][A-Za-z0-9._-]*")) {
            throw wrong(model, "its name may have letters, digits, dots, hyphens and underscores only");
        }
        Path file = folder.resolve(model + ".yaml");
        if (!Files.isRegularFile(file)) {
            throw wrong(model, "there is no file " + file.getFileName() + " in FERRUMDECK_SCRIPTED_DIR");
        }
        try {
            JsonNode root = YAML.readTree(file.toFile());
            JsonNode turns = root.isArray() ? root : root.path("turns");
            return new Scenario(model, turns(turns));
        } catch (JacksonException e) {
            throw wrong(model, e.getOriginalMessage());
        }
    }

    private static List<List<Branch>> turns(JsonNode turns) {
        List<List<Branch>> read = new ArrayList<>();
        for (JsonNode turn : turns) {
            JsonNode branches = turn.has("branches") ? turn.get("branches") : turn;
            List<Branch> options = new ArrayList<>();
            if (branches.isArray()) {
                branches.forEach(branch -> options.add(YAML.treeToValue(branch, Branch.class)));
            } else {
                options.add(YAML.treeToValue(branches, Branch.class));
            }
            read.add(options);
        }
        return read;
    }

    /** The branch to play after {@code answers} answers. */
    Branch play(int answers, Conversation conversation) {
        return turn(answers).stream()
                .filter(branch -> branch.matches(conversation))
                .findFirst()
                .orElseThrow(() -> wrong(
                        name,
                        "no branch of turn " + (answers + 1) + " matches; last tool result: "
                                + excerpt(conversation.lastToolResults())));
    }

    private List<Branch> turn(int answers) {
        if (answers < turns.size()) {
            return turns.get(answers);
        }
        List<Branch> last = turns.isEmpty() ? List.of() : turns.get(turns.size() - 1);
        if (last.stream().anyMatch(branch -> Boolean.TRUE.equals(branch.repeats()))) {
            return last;
        }
        throw wrong(
                name,
                "it has " + turns.size() + " turns and was asked for turn " + (answers + 1)
                        + "; add one, or repeat: true to the last");
    }

    private static String excerpt(String text) {
        return text.length() <= 120 ? text : text.substring(0, 120) + "...";
    }

    private static WorkFailed wrong(String model, String why) {
        return WorkFailed.terminal(ErrorCode.PROVIDER_REJECTED, "scripted model " + model + ": " + why)
                .having(Usage.of(0, 0));
    }
}
