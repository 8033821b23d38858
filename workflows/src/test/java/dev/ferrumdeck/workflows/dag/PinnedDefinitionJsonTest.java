package dev.ferrumdeck.workflows.dag;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferrumdeck.workflows.machine.OnError;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class PinnedDefinitionJsonTest {
    private final JsonMapper json = JsonMapper.builder().build();

    @Test
    void a_pinned_definition_survives_json() {
        Frame frame = new Frame(
                "act", List.of("a"), "input.x == 1", OnError.CONTINUE, new RetrySpec(2, 0.5, 10), 60L, "tool");
        StepSpec body = new ToolStep(Frame.of("each"), "files.read", Map.of("path", "{% item %}"));
        ModelSpec model = new ModelSpec("scripted", "one", 100, null, new PriceSpec(1, 2));
        List<StepSpec> steps = List.of(
                new ToolStep(frame, "orders.lookup", Map.of("id", 4711)),
                new ModelStep(Frame.of("think"), model, null, "{% input.q %}"),
                new AgentStep(Frame.of("talk"), "support", 3, Map.of("message", "hi")),
                new ApprovalStep(Frame.of("ask"), "sure?", null, 60, "approver", 1),
                new WaitStep(Frame.of("pause"), 0.5),
                new MapStep(Frame.of("each"), "{% input.list %}", 8, body));
        Definition definition =
                new Definition("d", null, null, "default", BudgetSpec.NONE, 5L, 10, Map.of("a", 1), steps);
        PinnedDefinition pinned = new PinnedDefinition(definition, Map.of(), Map.of(), Map.of(), 2);

        String text = json.writeValueAsString(pinned);

        assertThat(json.readValue(text, PinnedDefinition.class)).isEqualTo(pinned);
        assertThat(text).contains("\"type\":\"map\"").contains("\"id\":\"act\"").doesNotContain("frame");
    }

    @Test
    void agents_and_tools_survive_json() {
        ModelSpec model = new ModelSpec("scripted", "one", 100, 0.5, null);
        AgentSpec agent = new AgentSpec(
                "a", "d", model, "be kind", List.of("t"), "p", BudgetSpec.NONE, 5, 10L, Map.of("type", "object"), 7, 8);
        ToolSpec tool = new ToolSpec(
                "a.b", "", Map.of("type", "object"), Risk.READ, Effect.ONCE, "a", "b", "tool", 30, null, List.of("x"));

        String agentText = json.writeValueAsString(new PinnedAgent(3, agent));
        String toolText = json.writeValueAsString(new PinnedTool(1, "abc", tool));

        assertThat(json.readValue(agentText, PinnedAgent.class).spec()).isEqualTo(agent);
        assertThat(json.readValue(toolText, PinnedTool.class).spec()).isEqualTo(tool);
        assertThat(toolText).contains("\"risk\":\"read\"").contains("\"effect\":\"once\"");
    }
}
