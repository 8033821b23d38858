package dev.ferrumdeck.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The indexed engine against the plainest reading of the rules, over random policies. */
class PolicyEngineRandomTest {
    private static final List<String> PATTERNS =
            List.of("*", "a", "a.*", "a.b", "a.b.c", "*.c", "a*c", "b.*", "b", "ab*", "*b*", "a.*.c", "**", "c.d");
    private static final List<String> TOOLS = List.of("a", "a.b", "a.b.c", "b", "b.c", "ab", "abc", "c", "c.d", "d");

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void the_engine_decides_as_the_plain_reading_does(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < 50; round++) {
            PolicySpec spec = new PolicySpec("p", null, rules(random), null);
            PolicyEngine engine = PolicyEngine.of(spec);
            for (String tool : TOOLS) {
                int x = random.nextInt(4);
                Map<String, Object> args = x == 3 ? Map.of() : Map.of("x", x);
                PolicyDecision decision = engine.decide(Calls.call(tool, args));
                assertThat(decision.effect().wireName() + " " + decision.rule())
                        .as("seed %d round %d tool %s args %s rules %s", seed, round, tool, args, spec.rules())
                        .isEqualTo(naive(spec.rules(), tool, x));
            }
        }
    }

    @Test
    void ten_thousand_rules_need_no_more_conditions_than_a_hundred() {
        RuleIndex small = new RuleIndex(manyRules(100));
        RuleIndex large = new RuleIndex(manyRules(10_000));

        assertThat(large.matching("server7.tool7")).hasSameSizeAs(small.matching("server7.tool7"));
        assertThat(large.matching("server7.tool7")).hasSize(2);
    }

    private static List<Rule> manyRules(int count) {
        List<Rule> rules = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String tool = i % 2 == 0 ? "server" + i / 2 + ".*" : "server" + i / 2 + ".tool" + i / 2;
            rules.add(Rule.of(new RuleSpec("r" + i, Effect.DENY, List.of(tool), null, null, null), i, Map.of()));
        }
        return rules;
    }

    private static List<RuleSpec> rules(Random random) {
        List<RuleSpec> rules = new ArrayList<>();
        int count = random.nextInt(8);
        for (int i = 0; i < count; i++) {
            Effect effect = pick(List.of(Effect.values()), random);
            List<String> tools = List.of(pick(PATTERNS, random), pick(PATTERNS, random));
            int wanted = random.nextInt(4);
            rules.add(new RuleSpec("r" + i, effect, tools, wanted == 3 ? null : "args.x == " + wanted, null, null));
        }
        return rules;
    }

    private static String naive(List<RuleSpec> rules, String tool, int x) {
        for (Effect effect : List.of(Effect.DENY, Effect.REQUIRE_APPROVAL, Effect.ALLOW)) {
            for (RuleSpec rule : rules) {
                boolean named = rule.tools().stream()
                        .anyMatch(
                                glob -> Pattern.matches(glob.replace(".", "\\.").replace("*", ".*"), tool));
                boolean holds = rule.when() == null
                        || (x == 3 ? effect != Effect.ALLOW : rule.when().equals("args.x == " + x));
                if (rule.effect() == effect && named && holds) {
                    return effect.wireName() + " " + rule.id();
                }
            }
        }
        return "deny default-deny";
    }

    private static <T> T pick(List<T> words, Random random) {
        return words.get(random.nextInt(words.size()));
    }
}
