package dev.ferrumdeck.policy;

import dev.ferrumdeck.policy.cel.Condition;
import dev.ferrumdeck.policy.spec.Fault;
import dev.ferrumdeck.policy.spec.Parsed;
import dev.ferrumdeck.policy.spec.SpecObject;
import dev.ferrumdeck.policy.spec.SpecText;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads and validates policies, as YAML or JSON. Finds all faults at once. */
public final class PolicyParser {
    private static final int MAX_RULES = 20_000;
    private static final Pattern ID = Pattern.compile("[A-Za-z][A-Za-z0-9_-]{0,63}");
    private static final String ID_FORM = "letters, digits, _ and -, at most 64, a letter first";
    private static final Pattern TOOL = Pattern.compile("[A-Za-z0-9_.*/-]{1,128}");
    private static final Pattern MODEL = Pattern.compile("[^/\\s]+/\\S+|\\*");
    private static final Set<String> EFFECTS = new LinkedHashSet<>(List.of("allow", "deny", "require_approval"));

    private final List<Fault> faults = new ArrayList<>();
    private final Map<String, Parsed<Condition>> compiled = new HashMap<>();

    private PolicyParser() {}

    public static Parsed<PolicySpec> parse(String yamlOrJson) {
        Parsed<Object> text = SpecText.read(yamlOrJson);
        return text.isValid() ? new PolicyParser().policy(text.value()) : Parsed.invalid(text.faults());
    }

    private Parsed<PolicySpec> policy(Object value) {
        SpecObject policy = SpecObject.of(value, "", faults);
        policy.kind("policy");
        String name = policy.string("name", ID, ID_FORM);
        String description = policy.optionalString("description");
        List<RuleSpec> rules = rules(policy);
        PolicySpec.Models models = models(policy.object("models"));
        policy.done();
        return faults.isEmpty() ? Parsed.of(new PolicySpec(name, description, rules, models)) : Parsed.invalid(faults);
    }

    private List<RuleSpec> rules(SpecObject policy) {
        if (!policy.has("rules")) {
            policy.fault("rules", "missing", "'rules' is missing: a policy without rules denies every tool; write []");
        }
        List<SpecObject> objects = policy.objects("rules");
        if (objects.size() > MAX_RULES) {
            policy.fault("rules", "too-large", "a policy has at most " + MAX_RULES + " rules");
            return List.of();
        }
        Set<String> ids = new HashSet<>();
        List<RuleSpec> rules = new ArrayList<>();
        for (SpecObject object : objects) {
            RuleSpec rule = rule(object);
            if (!rule.id().isEmpty() && !ids.add(rule.id())) {
                object.fault("id", "duplicate", "another rule has the id '" + rule.id() + "' too: rename one");
            }
            rules.add(rule);
        }
        return rules;
    }

    private RuleSpec rule(SpecObject rule) {
        String id = rule.string("id", ID, ID_FORM);
        if (id.equals(PolicyDecision.DEFAULT_DENY) || id.equals(PolicyDecision.MODELS_ALLOW)) {
            rule.fault("id", "reserved", "'" + id + "' is the platform's own: choose another id");
        }
        if (!rule.has("effect")) {
            rule.fault("effect", "missing", "'effect' is missing: allow, deny or require_approval");
        }
        String word = rule.oneOf("effect", EFFECTS, false);
        Effect effect = word == null ? Effect.DENY : Effect.valueOf(word.toUpperCase(Locale.ROOT));
        List<String> tools = tools(rule);
        String when = condition(rule);
        ApprovalSpec approval = approval(rule.object("approval"));
        if (approval != null && word != null && effect != Effect.REQUIRE_APPROVAL) {
            rule.fault("approval", "value", "'approval' needs effect: require_approval; the effect here is " + word);
        }
        String reason = rule.optionalString("reason");
        rule.done();
        return new RuleSpec(id, effect, tools, when, approval, reason);
    }

    private List<String> tools(SpecObject rule) {
        List<String> tools = rule.strings("tools");
        if (!rule.has("tools") || tools.isEmpty()) {
            rule.fault("tools", "missing", "'tools' must name at least one tool, such as [\"orders.*\"]; \"*\" is all");
        }
        patterns(rule.at("tools"), tools, TOOL, "a tool is a name such as orders.lookup or a pattern such as orders.*");
        return tools;
    }

    private @Nullable String condition(SpecObject rule) {
        String when = rule.optionalString("when");
        if (when == null) {
            return null;
        }
        Parsed<Condition> condition =
                compiled.computeIfAbsent(when, source -> PolicyVariables.ENVIRONMENT.compile(source, ""));
        condition.faults().forEach(fault -> rule.fault("when", fault.code(), fault.message()));
        if (condition.isValid()) {
            unknownKeys(rule, condition.value());
        }
        return when;
    }

    /** {@code tool.rsik} compiles, but would fail at each evaluation. */
    private static void unknownKeys(SpecObject rule, Condition condition) {
        for (List<String> path : condition.paths()) {
            Set<String> keys = path.size() == 2 ? PolicyVariables.KEYS.get(path.get(0)) : null;
            if (keys != null && !keys.contains(path.get(1))) {
                String known = String.join(", ", keys.stream().sorted().toList());
                rule.fault("when", "cel", "'" + path.get(0) + "' has no '" + path.get(1) + "': it has " + known);
            }
        }
    }

    private static @Nullable ApprovalSpec approval(@Nullable SpecObject approval) {
        if (approval == null) {
            return null;
        }
        ApprovalSpec otherwise = ApprovalSpec.DEFAULT;
        long expires = approval.whole("expires_seconds", 1, 30L * 24 * 3600, otherwise.expiresSeconds());
        long quorum = approval.whole("quorum", 1, 20, otherwise.quorum());
        String role = approval.oneOf("role", ApprovalSpec.ROLES, false);
        approval.done();
        return new ApprovalSpec(expires, (int) quorum, role == null ? otherwise.role() : role);
    }

    private PolicySpec.@Nullable Models models(@Nullable SpecObject models) {
        if (models == null) {
            return null;
        }
        if (!models.has("allow")) {
            models.fault("allow", "missing", "'allow' is missing: list the models, such as [\"openai/*\"]");
        }
        List<String> allow = models.strings("allow");
        patterns(models.at("allow"), allow, MODEL, "a model is provider/name, such as openai/gpt-5 or openai/*");
        models.done();
        return new PolicySpec.Models(allow);
    }

    private void patterns(String pointer, List<String> values, Pattern pattern, String form) {
        for (int i = 0; i < values.size(); i++) {
            if (!pattern.matcher(values.get(i)).matches()) {
                String message = "'" + values.get(i) + "' is not a valid pattern: " + form;
                faults.add(new Fault(Fault.child(pointer, i), "format", message));
            }
        }
    }
}
