package dev.ferrumdeck.workflows.machine;

import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/**
 * How large the state of a run can become: an execution hands it to the next in one payload, with the plan and the events
 * that wait. Computed from a plan before a run begins, and held by a test that serialises such states.
 */
public final class StateSize {
    /** The most bytes of JSON of a state. Temporal takes 2 MiB; the plan has up to 256 KiB of them, events the rest. */
    public static final int MOST_BYTES = 1_310_720;

    private static final JsonMapper JSON = JsonMapper.builder().build();
    /** Signals that are remembered, notices, limits: what every state has. */
    private static final long BASE = 32 * 1024;

    private static final String LONGEST_TOOL = "x".repeat(64);
    private static final String LONGEST_CODE = "x".repeat(32);
    private static final String APPROVAL = "apr_" + "0".repeat(26);
    private static final int MANY = 999_999;

    private StateSize() {}

    /** Bytes of the largest state that the plan allows. */
    public static long worst(RunPlan plan) {
        return BASE + plan.steps().stream().mapToLong(StateSize::of).sum();
    }

    /** The step that adds most to it. */
    public static PlanStep largest(RunPlan plan) {
        return plan.steps().stream()
                .max(Comparator.comparingLong(StateSize::of))
                .orElseThrow(() -> new IllegalArgumentException("a plan without steps"));
    }

    private static long of(PlanStep step) {
        return of(StepPath.of(step.id()), step.work());
    }

    private static long of(StepPath path, PlanWork work) {
        if (work instanceof PlanWork.ForEach map) {
            long items = map.maxParallel() * of(path.item(MANY), map.work());
            return bytes(Map.of(path.toString(), new Node.MapItems(Phase.LOOPING, MANY, MANY, MANY))) + items;
        }
        if (work instanceof PlanWork.Loop loop) {
            long calls = Math.max(1, loop.agent().maxCallsPerTurn()) * call(path.toolCall(MANY, MANY));
            Node model = new Node.Ended(StepKind.LLM, StepState.COMPLETED, 9_999, null, null);
            String asked = path.modelCall(MANY).toString();
            return bytes(Map.of(path.toString(), agent())) + bytes(Map.of(asked, model)) + calls;
        }
        return call(path);
    }

    private static Node agent() {
        Amount much = new Amount(Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE);
        Purse purse = new Purse(much, much, Long.MAX_VALUE, Long.MAX_VALUE);
        Ending end = new Ending(StepState.COMPLETED, LONGEST_CODE, "x".repeat(200));
        return new Node.AgentLoop(Phase.LOOPING, Long.MAX_VALUE, MANY, MANY, MANY, "0".repeat(64), purse, end);
    }

    /** A call with a timer of its own; one that is ready has none, and stands in a shorter list instead. */
    private static long call(StepPath path) {
        String name = path.toString();
        Hold hold = new Hold(new Amount(Integer.MAX_VALUE, Long.MAX_VALUE, 1), Integer.MAX_VALUE, APPROVAL);
        Node call = new Node.Call(
                StepKind.APPROVAL,
                Phase.RECONCILING,
                9_999,
                99,
                99,
                hold,
                Integer.MAX_VALUE,
                LONGEST_TOOL,
                LONGEST_CODE);
        MachineTimer timer = new MachineTimer(Long.MAX_VALUE, MachineTimer.Purpose.WORK_TIME, name);
        return bytes(Map.of(name, call)) + bytes(Map.of("backoff:" + name + "#9999", timer));
    }

    private static long bytes(Map<String, ?> part) {
        return JSON.writerFor(JSON.getTypeFactory().constructMapType(Map.class, String.class, type(part)))
                .writeValueAsString(part)
                .getBytes(StandardCharsets.UTF_8)
                .length;
    }

    private static Class<?> type(Map<String, ?> part) {
        return List.copyOf(part.values()).get(0) instanceof Node ? Node.class : MachineTimer.class;
    }
}
