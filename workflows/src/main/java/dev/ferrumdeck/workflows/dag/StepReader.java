package dev.ferrumdeck.workflows.dag;

import dev.ferrumdeck.policy.ApprovalSpec;
import dev.ferrumdeck.policy.spec.Fault;
import dev.ferrumdeck.policy.spec.SpecObject;
import dev.ferrumdeck.workflows.machine.OnError;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a step: its frame, then what its type asks for. */
final class StepReader {
    private static final Set<String> TYPES =
            new LinkedHashSet<>(List.of("tool", "llm", "agent", "approval", "wait", "map"));
    private static final Set<String> BODY_TYPES = new LinkedHashSet<>(List.of("tool", "llm", "agent"));
    private static final Set<String> ON_ERROR = new LinkedHashSet<>(List.of("fail", "continue"));

    private final PartReader parts;

    StepReader(List<Fault> faults) {
        this.parts = new PartReader(faults);
    }

    /** The step, or null when its type is not known. */
    @Nullable
    StepSpec step(SpecObject step) {
        String id = step.string("id", Forms.ID, Forms.ID_WORDS);
        String type = type(step, TYPES);
        if (type == null) {
            return null;
        }
        String when = step.optionalString("when");
        List<String> dependsOn = step.strings("depends_on");
        String onError = step.oneOf("on_error", ON_ERROR, false);
        Frame outer = new Frame(
                id, dependsOn, when, "continue".equals(onError) ? OnError.CONTINUE : OnError.FAIL, null, null, null);
        StepSpec spec = type.equals("map") ? map(step, outer) : single(step, type, outer);
        step.done();
        return spec;
    }

    private static @Nullable String type(SpecObject step, Set<String> types) {
        if (!step.has("type")) {
            step.fault("type", "missing", "'type' is missing: one of " + String.join(", ", types));
            return null;
        }
        return step.oneOf("type", types, false);
    }

    private StepSpec single(SpecObject step, String type, Frame outer) {
        return switch (type) {
            case "approval" -> approval(step, outer);
            case "wait" -> wait(step, outer);
            default -> work(step, type, outer);
        };
    }

    private StepSpec work(SpecObject step, String type, Frame outer) {
        Frame frame = new Frame(
                outer.id(),
                outer.dependsOn(),
                outer.when(),
                outer.onError(),
                parts.retry(step),
                parts.timeoutSeconds(step),
                parts.optionalName(step, "queue"));
        return switch (type) {
            case "tool" -> new StepSpec.Tool(frame, step.string("tool", Forms.TOOL, Forms.TOOL_WORDS), arguments(step));
            case "llm" ->
                new StepSpec.Llm(frame, parts.model(step), step.optionalString("system"), step.string("prompt"));
            default -> agent(step, frame);
        };
    }

    private static StepSpec agent(SpecObject step, Frame frame) {
        String name = step.string("agent", Forms.ID, Forms.ID_WORDS);
        Long version = step.optionalWhole("version", 1, Integer.MAX_VALUE);
        Object input = Objects.requireNonNullElse(step.any("input"), Map.of());
        return new StepSpec.Agent(frame, name, version == null ? null : version.intValue(), input);
    }

    private static Object arguments(SpecObject step) {
        Object input = Objects.requireNonNullElse(step.any("input"), Map.of());
        boolean expression =
                input instanceof String text && Template.expression(text).isPresent();
        if (!(input instanceof Map) && !expression) {
            step.fault("input", "type", "the arguments of a tool are an object, or one expression that gives one");
            return Map.of();
        }
        return input;
    }

    private static StepSpec approval(SpecObject step, Frame frame) {
        String role = step.oneOf("approver_role", ApprovalSpec.ROLES, false);
        return new StepSpec.Approval(
                frame,
                step.string("title"),
                step.any("input"),
                step.whole("expires_seconds", 1, 30L * 24 * 3600, Planner.DEFAULT_APPROVAL_SECONDS),
                role == null ? "approver" : role,
                (int) step.whole("quorum", 1, 20, 1));
    }

    private static StepSpec wait(SpecObject step, Frame frame) {
        if (!step.has("seconds")) {
            step.fault("seconds", "missing", "'seconds' is missing: how long to wait");
        }
        Double seconds = step.optionalNumber("seconds", 0, Forms.MAX_SECONDS);
        return new StepSpec.Wait(frame, seconds == null ? 0 : seconds);
    }

    private StepSpec map(SpecObject step, Frame frame) {
        Object over = step.any("over");
        boolean expression =
                over instanceof String text && Template.expression(text).isPresent();
        if (!(over instanceof List) && !expression) {
            step.fault("over", "missing", "'over' must be a list, or an expression that gives one: {% input.items %}");
        }
        long parallel = step.whole("max_parallel", 1, 1000, 16);
        StepSpec body = body(step, frame.id());
        return new StepSpec.ForEach(frame, over == null ? List.of() : over, (int) parallel, body);
    }

    private StepSpec body(SpecObject map, String id) {
        SpecObject body = map.object("step");
        StepSpec nothing = new StepSpec.Tool(Frame.of(id), "", Map.of());
        if (body == null) {
            map.fault("step", "missing", "'step' is missing: what to do for each item (type tool, llm or agent)");
            return nothing;
        }
        String type = type(body, BODY_TYPES);
        if (type == null) {
            return nothing;
        }
        for (String key : List.of("id", "depends_on", "when", "on_error")) {
            if (body.has(key)) {
                String where = key.equals("when") ? "filter the list in 'over'" : "give it to the map";
                body.fault(key, "unknown-key", "'" + key + "' has no meaning for the body of a map: " + where);
            }
        }
        StepSpec spec = work(body, type, Frame.of(id));
        body.done();
        return spec;
    }
}
