package dev.ferrumdeck.workflows.dag;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferrumdeck.policy.spec.Fault;
import dev.ferrumdeck.workflows.machine.OnError;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class DefinitionParserTest {
    private static final String REPORT = """
            name: folder-report
            description: reads a folder and tells about it
            input_schema: {type: object, properties: {folder: {type: string}}}
            policy: strict
            budget: {cost_micros: 500000, tokens: 100000, tool_calls: 50, seconds: 600}
            timeout_seconds: 600
            max_in_flight: 100
            output: "{% steps.report.output.text %}"
            steps:
              - id: list
                type: tool
                tool: files.list
                input: {folder: "{% input.folder %}"}
                retry: {max_attempts: 5, backoff_seconds: 0.5, max_backoff_seconds: 10}
                timeout_seconds: 60
                queue: files
                on_error: continue
              - id: read-all
                type: map
                over: "{% steps.list.output.structured.files %}"
                max_parallel: 8
                when: "size(steps.list.output.structured.files) > 0"
                depends_on: [list]
                step: {type: tool, tool: files.read, input: {path: "{% item %}", n: "{% index %}"}}
              - {id: ask, type: approval, title: "Send it?", depends_on: [read-all], expires_seconds: 60, quorum: 2}
              - {id: pause, type: wait, seconds: 0.5}
              - id: report
                type: llm
                depends_on: [read-all, ask, pause]
                model: {provider: scripted, name: one, max_tokens: 500, temperature: 0.2,
                        price: {input_micros_per_million: 1, output_micros_per_million: 2}}
                system: be short
                prompt: "{% $join(steps.`read-all`.output.text, '; ') & $string(steps.list.output) %}"
              - {id: act, type: agent, agent: support, version: 3, depends_on: [report], input: {message: hi}}
            """;

    @Test
    void a_definition_with_everything_is_read() {
        Definition definition = DefinitionParser.parse(REPORT).value();

        assertThat(definition.policy()).isEqualTo("strict");
        assertThat(definition.budget()).isEqualTo(new BudgetSpec(500_000L, 100_000L, 50L, 600L));
        assertThat(definition.step("list"))
                .isEqualTo(new ToolStep(
                        new Frame("list", List.of(), null, OnError.CONTINUE, new RetrySpec(5, 0.5, 10), 60L, "files"),
                        "files.list",
                        Map.of("folder", "{% input.folder %}")));
        assertThat(definition.step("read-all").work().id()).isEqualTo("read-all");
        assertThat(definition.upstream("report")).containsExactlyInAnyOrder("list", "read-all", "ask", "pause");
        assertThat(definition.leaves()).containsExactly("act");
        assertThat(definition.step("ask"))
                .isInstanceOfSatisfying(
                        ApprovalStep.class,
                        ask -> assertThat(ask.approverRole()).isEqualTo("approver"));
    }

    @Test
    void its_json_is_read_as_the_same_definition() {
        Definition definition = DefinitionParser.parse(REPORT).value();
        String json = JsonMapper.builder().build().writeValueAsString(definition);

        assertThat(JsonMapper.builder().build().readValue(json, Definition.class))
                .isEqualTo(definition);
    }

    @Test
    void the_least_definition_has_defaults() {
        Definition definition = DefinitionParser.parse("{name: a, steps: [{id: b, type: tool, tool: c}]}")
                .value();

        assertThat(definition.policy()).isEqualTo("default");
        assertThat(definition.maxInFlight()).isEqualTo(1000);
        assertThat(definition.step("b")).isEqualTo(new ToolStep(Frame.of("b"), "c", Map.of()));
    }

    @Test
    void all_faults_are_found_each_with_its_place() {
        assertThat(places("""
                        descrption: x
                        input_schema: {type: objekt}
                        budget: {tokens: -1, money: 5}
                        max_in_flight: 0
                        output: "{% steps.nope %}"
                        steps:
                          - {id: a, type: tool, tool: x, input: [1], retry: {max_attempts: 0}}
                          - {id: a, type: wait}
                          - {id: 1b, type: sleep}
                          - {type: llm, model: {provider: p, name: n, max_tokens: 0, price: {}}, prompt: 5}
                          - {id: c, type: agent, agent: x, depends_on: [zzz, a, a], timeout_seconds: soon}
                          - {id: d, type: approval, seconds: 5}
                          - {id: e, type: map, over: 5, step: {type: wait, seconds: 1}}
                          - {id: f, type: map, over: [1], queue: q, step: {id: g, type: tool, tool: x, when: "true"}}
                          - nothing
                        """))
                .containsExactlyInAnyOrder(
                        "/name missing",
                        "/descrption unknown-key",
                        "/input_schema/type schema",
                        "/input_schema/type schema",
                        "/budget/tokens range",
                        "/budget/money unknown-key",
                        "/max_in_flight range",
                        "/output unknown-step",
                        "/steps/0/input type",
                        "/steps/0/retry/max_attempts range",
                        "/steps/1/id duplicate",
                        "/steps/1/seconds missing",
                        "/steps/2/id format",
                        "/steps/2/type value",
                        "/steps/3/id missing",
                        "/steps/3/model/max_tokens range",
                        "/steps/3/model/price/input_micros_per_million missing",
                        "/steps/3/model/price/output_micros_per_million missing",
                        "/steps/3/prompt type",
                        "/steps/4/depends_on/0 unknown-step",
                        "/steps/4/depends_on/2 duplicate",
                        "/steps/4/timeout_seconds type",
                        "/steps/5/title missing",
                        "/steps/5/seconds unknown-key",
                        "/steps/6/over missing",
                        "/steps/6/step/type value",
                        "/steps/7/queue unknown-key",
                        "/steps/7/step/id unknown-key",
                        "/steps/7/step/when unknown-key",
                        "/steps/8 type");
    }

    @Test
    void a_cycle_is_named() {
        List<Fault> faults = faults("""
                name: a
                steps:
                  - {id: start, type: wait, seconds: 1}
                  - {id: x, type: wait, seconds: 1, depends_on: [start, z]}
                  - {id: y, type: wait, seconds: 1, depends_on: [x]}
                  - {id: z, type: wait, seconds: 1, depends_on: [y]}
                  - {id: after, type: wait, seconds: 1, depends_on: [z]}
                  - {id: self, type: wait, seconds: 1, depends_on: [self]}
                """);

        assertThat(faults).singleElement().satisfies(fault -> {
            assertThat(fault.code()).isEqualTo("cycle");
            assertThat(fault.pointer()).isEqualTo("/steps/1/depends_on");
            assertThat(fault.message()).contains("x -> z -> y -> x");
        });
    }

    @Test
    void expressions_are_checked_and_positions_are_told() {
        List<Fault> faults = faults("""
                name: a
                output: "the answer: {% steps.b.output %}"
                steps:
                  - {id: b, type: tool, tool: x, input: {q: "{% input.x + %}", now: "{% $now() %}"}}
                  - {id: c-d, type: tool, tool: x, when: "steps.b.output ==", input: "{% steps.b.output %}"}
                  - {id: e, type: wait, seconds: 1, when: "size(steps)", depends_on: [c-d]}
                  - {id: f, type: wait, seconds: 1, when: "1 > 2"}
                  - {id: g, type: tool, tool: x, depends_on: [e], when: "steps.nope.state == 'failed'",
                     input: {z: ["{% steps.f.output & steps.g.output & steps.`c-d`.output %}"]}}
                  - {id: h, type: wait, seconds: 1, depends_on: [c-d], when: "steps.c-d.state == 'completed'"}
                """);

        assertThat(faults)
                .extracting(fault -> fault.pointer() + " " + fault.code())
                .containsExactlyInAnyOrder(
                        "/output template",
                        "/steps/0/input/q jsonata",
                        "/steps/0/input/now jsonata",
                        "/steps/1/when cel",
                        "/steps/1/input not-a-dependency",
                        "/steps/2/when cel",
                        "/steps/3/when unreachable",
                        "/steps/4/when unknown-step",
                        "/steps/4/input/z/0 not-a-dependency",
                        "/steps/4/input/z/0 not-a-dependency",
                        "/steps/5/when cel",
                        "/steps/5/when cel");
        assertThat(faults)
                .extracting(Fault::message)
                .anyMatch(message -> message.startsWith("character "))
                .anyMatch(message -> message.startsWith("line 1, column 18"))
                .anyMatch(message -> message.contains("a step cannot use its own output"))
                .anyMatch(message -> message.contains("write steps.`c-d`"));
    }

    @Test
    void item_is_known_in_the_body_of_a_map_only_at_run_time_and_never_in_conditions() {
        assertThat(places("""
                        name: a
                        steps:
                          - {id: b, type: map, over: [1], step: {type: tool, tool: x, input: {i: "{% item & index %}"}}}
                          - {id: c, type: wait, seconds: 1, when: "item > 1"}
                        """)).containsExactly("/steps/1/when cel");
    }

    @Test
    void too_much_is_refused() {
        StringBuilder steps = new StringBuilder("name: a\nsteps:\n");
        for (int i = 0; i < 501; i++) {
            steps.append("  - {id: s").append(i).append(", type: wait, seconds: 1}\n");
        }
        StringBuilder edges = new StringBuilder("name: a\nsteps:\n");
        for (int i = 0; i < 300; i++) {
            edges.append("  - {id: s").append(i).append(", type: wait, seconds: 1, depends_on: [");
            for (int j = 0; j < i; j++) {
                edges.append(j == 0 ? "s" : ", s").append(j);
            }
            edges.append("]}\n");
        }

        assertThat(places(steps.toString())).containsExactly("/steps too-large");
        assertThat(places(edges.toString())).containsExactly("/steps too-large");
    }

    @Test
    void agents_are_read_with_all_faults() {
        AgentSpec agent = DefinitionParser.parseAgent("""
                        name: support
                        model: {provider: openai, name: gpt-5, max_tokens: 1000}
                        system_prompt: You help.
                        tools: [orders.lookup, payments.refund]
                        budget: {cost_micros: 500000}
                        input_schema: {type: object}
                        """).value();

        assertThat(agent.maxModelCalls()).isEqualTo(20);
        assertThat(agent.tools()).containsExactly("orders.lookup", "payments.refund");
        assertThat(DefinitionParser.parseAgent("""
                        {name: "a b", system_prompt: "", tools: [a.b, a_b, "x y", a.b], max_model_calls: 0, modle: {}}
                        """).faults())
                .extracting(fault -> fault.pointer() + " " + fault.code())
                .containsExactlyInAnyOrder(
                        "/name format",
                        "/model missing",
                        "/system_prompt empty",
                        "/tools/1 duplicate",
                        "/tools/2 format",
                        "/tools/3 duplicate",
                        "/max_model_calls range",
                        "/modle unknown-key");
    }

    @Test
    void tools_are_read_with_all_faults() {
        ToolSpec tool = DefinitionParser.parseTool("""
                        {name: orders.lookup, description: finds an order, risk: read, effect: none, server: orders,
                         input_schema: {type: object, $schema: "http://json-schema.org/draft-07/schema#"}}
                        """).value();

        assertThat(tool.serverTool()).isEqualTo("lookup");
        assertThat(tool.queue()).isEqualTo("tool");
        assertThat(tool.timeoutSeconds()).isEqualTo(30);
        assertThat(tool.modelName()).isEqualTo("orders_lookup");
        assertThat(DefinitionParser.parseTool("{name: a..b, risk: reed, server: s, labels: [1], x: 1}")
                        .faults())
                .extracting(fault -> fault.pointer() + " " + fault.code())
                .containsExactlyInAnyOrder(
                        "/name format",
                        "/input_schema missing",
                        "/risk value",
                        "/effect missing",
                        "/labels/0 type",
                        "/x unknown-key");
    }

    private static List<Fault> faults(String yaml) {
        return DefinitionParser.parse(yaml).faults();
    }

    private static List<String> places(String yaml) {
        return faults(yaml).stream()
                .map(fault -> fault.pointer() + " " + fault.code())
                .toList();
    }
}
