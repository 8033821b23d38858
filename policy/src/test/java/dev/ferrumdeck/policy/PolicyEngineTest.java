package dev.ferrumdeck.policy;

import static dev.ferrumdeck.policy.Calls.call;
import static dev.ferrumdeck.policy.Calls.engine;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ferrumdeck.policy.bounds.Bounds;
import dev.ferrumdeck.policy.bounds.Meter;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyEngineTest {
    private static final String REFUNDS = """
        name: refunds
        rules:
          - {id: read-only, effect: allow, tools: ["orders.*", "files.*"], when: "tool.risk == 'read'"}
          - {id: refunds, effect: allow, tools: [payments.refund]}
          - {id: refund-over-100, effect: require_approval, tools: [payments.refund], when: "args.amount > 100",
             approval: {expires_seconds: 900, quorum: 2, role: operator}, reason: large refund}
          - {id: no-shell, effect: deny, tools: ["shell.*"], reason: no shells here}
        models: {allow: ["scripted/*", "openai/gpt-5"]}
        """;
    private final PolicyEngine refunds = engine(REFUNDS);

    @Test
    void what_no_rule_allows_is_denied() {
        PolicyDecision decision = refunds.decide(call("mail.send", Map.of()));

        assertThat(decision.effect()).isEqualTo(Effect.DENY);
        assertThat(decision.rule()).isEqualTo("default-deny");
        assertThat(decision.reason()).contains("mail.send");
    }

    @Test
    void an_allow_rule_whose_condition_does_not_hold_allows_nothing() {
        assertThat(refunds.decide(call("orders.lookup", "read", Map.of())).rule())
                .isEqualTo("read-only");
        assertThat(refunds.decide(call("orders.delete", "destructive", Map.of()))
                        .effect())
                .isEqualTo(Effect.DENY);
    }

    @ParameterizedTest
    @CsvSource({"120, REQUIRE_APPROVAL", "120.5, REQUIRE_APPROVAL", "100, ALLOW", "100.0, ALLOW", "99.99, ALLOW"})
    void whole_and_broken_numbers_compare_as_people_expect(BigDecimal amount, Effect effect) {
        Object asJson = amount.scale() == 0 ? (Object) amount.intValue() : amount.doubleValue();

        assertThat(refunds.decide(call("payments.refund", Map.of("amount", asJson)))
                        .effect())
                .isEqualTo(effect);
        assertThat(refunds.decide(call("payments.refund", Map.of("amount", amount)))
                        .effect())
                .isEqualTo(effect);
    }

    @Test
    void an_approval_carries_its_requirements() {
        PolicyDecision decision = refunds.decide(call("payments.refund", Map.of("amount", 240)));

        assertThat(decision.approval()).isEqualTo(new ApprovalSpec(900, 2, "operator"));
        assertThat(decision.reason()).isEqualTo("large refund");
    }

    @Test
    void a_condition_that_cannot_be_evaluated_holds_the_call_back() {
        PolicyDecision missing = refunds.decide(call("payments.refund", Map.of()));
        PolicyDecision text = refunds.decide(call("payments.refund", Map.of("amount", "lots")));

        assertThat(missing.effect()).isEqualTo(Effect.REQUIRE_APPROVAL);
        assertThat(missing.reason())
                .contains("large refund")
                .contains("could not be evaluated")
                .contains("amount");
        assertThat(text.effect()).isEqualTo(Effect.REQUIRE_APPROVAL);
    }

    @Test
    void an_allow_rule_whose_condition_failed_says_so() {
        PolicyEngine engine = engine("""
            name: small
            rules:
              - {id: small-refunds, effect: allow, tools: [payments.refund], when: "args.amount < 100"}
              - {id: dear, effect: allow, tools: [payments.refund], when: "args.amount / 0 == 1"}
            """);

        PolicyDecision missing = engine.decide(call("payments.refund", Map.of()));
        PolicyDecision large = engine.decide(call("payments.refund", Map.of("amount", 500)));

        assertThat(missing.effect()).isEqualTo(Effect.DENY);
        assertThat(missing.reason())
                .contains("the condition of rule small-refunds could not be evaluated")
                .contains("amount");
        assertThat(large.reason()).doesNotContain("small-refunds").contains("rule dear could not be evaluated");
    }

    @Test
    void all_conditions_of_one_decision_share_one_bound() {
        String burning = "args.items.all(x, args.items.all(y, x == y || x != y))";
        StringBuilder rules = new StringBuilder("name: burning\nrules:\n");
        for (int i = 0; i < 500; i++) {
            rules.append("  - {id: r").append(i).append(", effect: allow, tools: [a], when: \"");
            rules.append(burning).append(" && ").append(i).append(" >= 0\"}\n");
        }
        Map<String, Object> args =
                Map.of("items", IntStream.range(0, 5_000).boxed().toList());
        Meter meter = new Meter(new Bounds(100_000, Duration.ofSeconds(20), 1L << 30));

        PolicyDecision decision = meter.measure(() -> engine(rules.toString()).decide(call("a", args)));

        assertThat(decision.effect()).isEqualTo(Effect.DENY);
        assertThat(decision.reason()).contains("more than 100000 steps").contains("and 497 more");
    }

    @Test
    void a_condition_that_cannot_be_evaluated_denies_or_does_not_allow() {
        PolicyEngine engine = engine("""
            name: closed
            rules:
              - {id: deny, effect: deny, tools: [a], when: "args.x == 1"}
              - {id: allow-a, effect: allow, tools: [a]}
              - {id: allow-b, effect: allow, tools: [b], when: "args.x == 1"}
            """);

        assertThat(engine.decide(call("a", Map.of())).rule()).isEqualTo("deny");
        assertThat(engine.decide(call("a", Map.of("x", 2))).rule()).isEqualTo("allow-a");
        assertThat(engine.decide(call("b", Map.of())).rule()).isEqualTo("default-deny");
    }

    @Test
    void a_condition_that_does_not_compile_fails_closed() {
        PolicyEngine engine = PolicyEngine.of(new PolicySpec(
                "broken",
                null,
                List.of(
                        new RuleSpec("d", Effect.DENY, List.of("a"), "1 +", null, null),
                        new RuleSpec("a", Effect.ALLOW, List.of("*"), "1 +", null, null)),
                null));

        assertThat(engine.decide(call("a", Map.of())).rule()).isEqualTo("d");
        assertThat(engine.decide(call("b", Map.of())).rule()).isEqualTo("default-deny");
    }

    @Test
    void the_first_matching_rule_of_the_winning_effect_names_the_decision() {
        PolicyEngine engine = engine("""
            name: order
            rules:
              - {id: all, effect: allow, tools: ["*"]}
              - {id: second, effect: deny, tools: [x.y]}
              - {id: third, effect: deny, tools: ["x.*"]}
            """);

        assertThat(engine.decide(call("x.y", Map.of())).rule()).isEqualTo("second");
        assertThat(engine.decide(call("x.z", Map.of())).rule()).isEqualTo("third");
        assertThat(engine.decide(call("y", Map.of())).rule()).isEqualTo("all");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "agent == 'support' && run.agent == 'support' && run.id == 'run_1'",
                "run.labels.team == 'emea' && run.input.order == 4711",
                "'untrusted' in labels",
                "step.path.startsWith('agent/') && step.attempt == 1",
                "budget.limits.cost_micros - budget.spent.cost_micros < 200000",
                "!has(budget.limits.tokens)",
                "tool.name == 'a' && tool.effect == 'idempotent' && tool.server == 'orders' && tool.version >= 3",
                "args.list.exists(x, x > 2)",
                "args.to.matches('^[a-z]+@example[.]com$')",
                "args.nothing == null",
                "args.list.all(n, n in [1, 2.0, 3])",
            })
    void conditions_see_everything_that_is_known(String when) {
        RuleSpec rule = new RuleSpec("r", Effect.ALLOW, List.of("a"), when, null, null);
        PolicyEngine engine = PolicyEngine.of(new PolicySpec("p", null, List.of(rule), null));
        Map<String, Object> args = new java.util.HashMap<>();
        args.put("nothing", null);
        args.put("list", List.of(1, 2, 3));
        args.put("to", "ann@example.com");

        PolicyDecision decision = engine.decide(call("a", args));

        assertThat(decision.effect()).as(decision.reason()).isEqualTo(Effect.ALLOW);
    }

    @Test
    void models_are_allowed_by_pattern() {
        assertThat(refunds.decideModel("scripted", "one").isAllowed()).isTrue();
        assertThat(refunds.decideModel("openai", "gpt-5").isAllowed()).isTrue();
        assertThat(refunds.decideModel("openai", "gpt-4").effect()).isEqualTo(Effect.DENY);
        assertThat(engine("{name: any, rules: []}").decideModel("x", "y").isAllowed())
                .isTrue();
        assertThat(engine("{name: none, rules: [], models: {allow: []}}")
                        .decideModel("x", "y")
                        .isAllowed())
                .isFalse();
    }
}
