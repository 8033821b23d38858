package dev.ferrumdeck.workflows.dag;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ferrumdeck.policy.spec.Parsed;
import dev.ferrumdeck.workflows.machine.Limits;
import dev.ferrumdeck.workflows.machine.ModelPlan;
import dev.ferrumdeck.workflows.machine.PlanStep;
import dev.ferrumdeck.workflows.machine.PlanWork;
import dev.ferrumdeck.workflows.machine.RetryPlan;
import dev.ferrumdeck.workflows.machine.RunPlan;
import dev.ferrumdeck.workflows.machine.StepKind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlannerTest {
    private final Registry registry = new Registry();

    @Test
    void the_plan_has_what_the_machine_needs_and_no_values() {
        Definition definition = DefinitionParser.parse("""
            name: d
            timeout_seconds: 60
            steps:
              - {id: last, type: llm, depends_on: [each], prompt: secret,
                 model: {provider: scripted, name: one, max_tokens: 10}}
              - {id: each, type: map, over: [1], max_parallel: 4, depends_on: [talk, look],
                 step: {type: agent, agent: support, version: 2}}
              - {id: look, type: tool, tool: orders.lookup, input: {q: secret}}
              - {id: talk, type: agent, agent: support}
              - {id: ask, type: approval, title: sure?, expires_seconds: 60}
              - {id: pause, type: wait, seconds: 0.25, on_error: continue}
            """).value();

        RunPlan plan =
                Planner.plan("run_1", Pinning.pin(definition, 7, registry).value(), "t", "p", Limits.NONE);

        assertThat(plan.steps())
                .extracting(PlanStep::id)
                .containsExactly("look", "talk", "ask", "pause", "each", "last");
        assertThat(plan.title()).isEqualTo("workflow d v7");
        assertThat(plan.timeoutMillis()).isEqualTo(60_000L);
        assertThat(plan.maxInFlight()).isEqualTo(1000);
        assertThat(plan.toString()).doesNotContain("secret");
        PlanStep each = plan.steps().get(4);
        assertThat(each.kind()).isEqualTo(StepKind.MAP);
        assertThat(each.work()).isInstanceOfSatisfying(PlanWork.ForEach.class, map -> {
            assertThat(map.kind()).isEqualTo(StepKind.AGENT);
            assertThat(map.maxParallel()).isEqualTo(4);
            assertThat(map.work()).isInstanceOf(PlanWork.Loop.class);
        });
        assertThat(plan.steps().get(0).retry()).isEqualTo(new RetryPlan(7, 1000, 60_000));
        assertThat(plan.steps().get(2).work()).isEqualTo(PlanWork.PLAIN);
        assertThat(plan.steps().get(3).work()).isEqualTo(new PlanWork.Pause(250));
        assertThat(plan.steps().get(5).work()).isEqualTo(new PlanWork.ModelCall(new ModelPlan(10, 3, 4)));
        assertThat(plan.machineVersion()).isEqualTo(RunPlan.NEWEST_MACHINE);
    }

    @Test
    void an_agent_run_is_a_definition_of_one_step() {
        AgentSpec agent = registry.agent("support", null).orElseThrow().spec();
        Definition definition = Planner.agentDefinition(agent, 3);
        PinnedDefinition pinned = Pinning.pin(definition, null, registry).value();

        RunPlan plan = Planner.plan("run_1", pinned, "t", "p", new Limits(50L, 9_999_999L, null, 5L));

        assertThat(pinned.isAgentRun()).isTrue();
        assertThat(plan.title()).isEqualTo("agent support v3");
        assertThat(plan.agent()).isEqualTo("support");
        assertThat(plan.steps()).extracting(PlanStep::id).containsExactly("agent");
        assertThat(plan.limits()).as("asked limits only lower").isEqualTo(new Limits(50L, 500_000L, null, 5L));
        assertThat(pinned.tools()).containsOnlyKeys("orders.lookup");
        assertThat(new Expressions()
                        .template(
                                ((AgentStep) definition.step("agent")).input(),
                                Map.of("input", Map.of("message", "hi"))))
                .isEqualTo(Map.of("message", "hi"));
    }

    @Test
    void what_is_not_registered_is_a_fault_at_its_place() {
        Definition definition = DefinitionParser.parse("""
            name: d
            steps:
              - {id: a, type: tool, tool: no.tool}
              - {id: b, type: map, over: [1], step: {type: agent, agent: nobody, version: 4}}
              - {id: c, type: llm, prompt: x, model: {provider: x, name: unknown, max_tokens: 10}}
            """).value();

        Parsed<PinnedDefinition> pinned = Pinning.pin(definition, 1, registry);

        assertThat(pinned.faults())
                .extracting(fault -> fault.pointer() + " " + fault.code())
                .containsExactly(
                        "/steps/0/tool unknown-tool",
                        "/steps/1/step/agent unknown-agent",
                        "/steps/2/model unknown-model-price");
    }

    @Test
    void nothing_is_planned_without_a_price() {
        Definition definition = Planner.agentDefinition(
                registry.agent("support", null).orElseThrow().spec(), 3);
        PinnedDefinition pinned = new PinnedDefinition(
                definition, Map.of("agent", registry.agent("support", null).orElseThrow()), Map.of(), Map.of(), null);

        assertThatThrownBy(() -> Planner.plan("run_1", pinned, "t", "p", Limits.NONE))
                .hasMessageContaining("no price pinned for the model of step agent");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void dependencies_come_before_dependents_in_any_graph(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < 200; round++) {
            List<StepSpec> steps = new ArrayList<>();
            int count = 1 + random.nextInt(20);
            for (int i = 0; i < count; i++) {
                List<String> dependsOn = new ArrayList<>();
                for (int j = 0; j < i; j++) {
                    if (random.nextInt(4) == 0) {
                        dependsOn.add("s" + j);
                    }
                }
                Frame outer = Frame.of("s" + i);
                steps.add(new WaitStep(new Frame(outer.id(), dependsOn, null, outer.onError(), null, null, null), 1));
            }
            Collections.shuffle(steps, random);

            List<StepSpec> ordered = Dependencies.of(steps).topological();

            assertThat(ordered).as("seed %d round %d", seed, round).containsExactlyInAnyOrderElementsOf(steps);
            Set<String> before = new HashSet<>();
            for (StepSpec step : ordered) {
                assertThat(before).as("seed %d round %d", seed, round).containsAll(step.dependsOn());
                before.add(step.id());
            }
            assertThat(Dependencies.of(steps).cycle()).isEmpty();
        }
    }

    /** Knows one agent, one tool and the prices of scripted models. */
    @Test
    void a_map_of_agents_whose_state_could_not_be_kept_is_refused_with_what_to_lower() {
        Parsed<PinnedDefinition> pinned = Pinning.pin(mapOfAgents(1000), 1, registry);

        assertThat(pinned.faults()).singleElement().satisfies(fault -> {
            assertThat(fault.pointer()).isEqualTo("/steps/0");
            assertThat(fault.code()).isEqualTo("too-large");
            assertThat(fault.message()).contains("max_parallel (1000)").contains("max_calls_per_turn");
        });
        assertThat(Pinning.pin(mapOfAgents(16), 1, registry).isValid()).isTrue();
    }

    private static Definition mapOfAgents(int parallel) {
        StepSpec agent = new AgentStep(Frame.of("each"), "support", null, Map.of());
        StepSpec map = new MapStep(Frame.of("each"), List.of(), parallel, agent);
        return new Definition("d", null, null, "default", BudgetSpec.NONE, null, 1000, null, List.of(map));
    }

    private static final class Registry implements Pinning.Lookup {
        @Override
        public Optional<PinnedAgent> agent(String name, @Nullable Integer version) {
            ModelSpec model = new ModelSpec("scripted", "one", 100, null, null);
            AgentSpec spec = new AgentSpec(
                    "support",
                    null,
                    model,
                    "be kind",
                    List.of("orders.lookup"),
                    null,
                    new BudgetSpec(500_000L, 100L, null, null),
                    20,
                    null,
                    null,
                    32,
                    10);
            return name.equals("support")
                    ? Optional.of(new PinnedAgent(version == null ? 3 : version, spec))
                    : Optional.empty();
        }

        @Override
        public Optional<PinnedTool> tool(String name) {
            ToolSpec spec = new ToolSpec(
                    name,
                    "",
                    Map.of(),
                    Risk.READ,
                    Effect.NONE,
                    "s",
                    "t",
                    "tool",
                    30,
                    new RetrySpec(7, 1, 60),
                    List.of());
            return name.equals("orders.lookup") ? Optional.of(new PinnedTool(1, "hash", spec)) : Optional.empty();
        }

        @Override
        public Optional<PriceSpec> price(String provider, String model) {
            return provider.equals("scripted") ? Optional.of(new PriceSpec(3, 4)) : Optional.empty();
        }
    }
}
