package dev.ferrumdeck.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferrumdeck.policy.spec.Fault;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class PolicyParserTest {

    @Test
    void a_policy_survives_json_and_is_read_from_it() {
        PolicySpec spec = PolicyParser.parse("""
                        name: refunds
                        description: who may pay back
                        rules:
                          - {id: a, effect: require_approval, tools: [x], when: "args.n > 1", approval: {quorum: 2}}
                        models: {allow: ["scripted/*"]}
                        """).value();
        JsonMapper json = JsonMapper.builder().build();

        String text = json.writeValueAsString(spec);

        assertThat(PolicyParser.parse(text).value()).isEqualTo(spec);
        assertThat(json.readValue(text, PolicySpec.class)).isEqualTo(spec);
        assertThat(spec.rules().get(0).approval()).isEqualTo(new ApprovalSpec(3600, 2, "approver"));
    }

    @Test
    void all_faults_are_found_each_with_its_place() {
        List<Fault> faults = faults("""
                name: 1st
                rulez: []
                rules:
                  - {id: a, effect: alow, tools: [x]}
                  - {id: a, effect: deny, tools: [], when: "args.x >"}
                  - {id: b, efect: deny, tools: ["x y"], when: "tool.rsik == 'read'"}
                  - {id: c, effect: allow, tools: [x], when: "size(labels)", approval: {quorum: 0}}
                  - {id: default-deny, effect: allow, tools: [x, 5], when: "foo"}
                  - nonsense
                models: {allow: [gpt]}
                """);

        assertThat(faults)
                .extracting(fault -> fault.pointer() + " " + fault.code())
                .containsExactlyInAnyOrder(
                        "/name format",
                        "/rulez unknown-key",
                        "/rules/0/effect value",
                        "/rules/1/id duplicate",
                        "/rules/1/tools missing",
                        "/rules/1/when cel",
                        "/rules/2/effect missing",
                        "/rules/2/efect unknown-key",
                        "/rules/2/tools/0 format",
                        "/rules/2/when cel",
                        "/rules/3/when cel",
                        "/rules/3/approval/quorum range",
                        "/rules/3/approval value",
                        "/rules/4/id reserved",
                        "/rules/4/tools/1 type",
                        "/rules/4/when cel",
                        "/rules/5 type",
                        "/models/allow/0 format");
    }

    @Test
    void messages_say_what_to_do() {
        assertThat(faults("{name: a, rules: [{id: a, effect: alow, tools: [x]}]}")
                        .get(0)
                        .message())
                .contains("did you mean 'allow'?");
        assertThat(faults("{name: a, rules: [{id: a, effect: deny, tools: [x], when: 'args.x > '}]}")
                        .get(0)
                        .message())
                .startsWith("line 1, column ");
        assertThat(faults("{name: a, rules: [{id: a, effect: deny, tools: [x], when: \"tool.rsik == ''\"}]}")
                        .get(0)
                        .message())
                .isEqualTo("'tool' has no 'rsik': it has effect, name, risk, server, version");
    }

    @Test
    void text_that_is_no_yaml_is_one_fault_with_its_place() {
        assertThat(faults("name: [").get(0).message()).startsWith("line ");
        assertThat(faults("{\"name\": \"a\", \"name\": \"b\"}").get(0).code()).isEqualTo("syntax");
        assertThat(faults("").get(0).code()).isEqualTo("empty");
        assertThat(faults("- a").get(0).code()).isEqualTo("type");
        assertThat(faults("name: &x abc\nrules: *x").get(0).message()).contains("aliases");
        assertThat(faults("a".repeat(2_000_000)).get(0).code()).isEqualTo("too-large");
        assertThat(faults("[".repeat(50_000)).get(0).code()).isEqualTo("syntax");
    }

    private static List<Fault> faults(String yaml) {
        return PolicyParser.parse(yaml).faults();
    }
}
