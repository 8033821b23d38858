package dev.ferrumdeck.workflows.run;

import dev.ferrumdeck.workflows.machine.AgentPlan;
import dev.ferrumdeck.workflows.machine.Limits;
import dev.ferrumdeck.workflows.machine.ModelPlan;
import dev.ferrumdeck.workflows.machine.OnError;
import dev.ferrumdeck.workflows.machine.PlanStep;
import dev.ferrumdeck.workflows.machine.PlanWork;
import dev.ferrumdeck.workflows.machine.RetryPlan;
import dev.ferrumdeck.workflows.machine.RunPlan;
import dev.ferrumdeck.workflows.machine.StepKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Makes plans of 1 to 7 steps of all kinds, with all kinds of limits. */
final class RandomPlan {
    private static final List<StepKind> KINDS = List.of(StepKind.values());
    private static final List<StepKind> BODIES = List.of(StepKind.LLM, StepKind.TOOL, StepKind.AGENT);

    private final Random random;

    RandomPlan(Random random) {
        this.random = random;
    }

    RunPlan next() {
        int size = 1 + random.nextInt(7);
        List<PlanStep> steps = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            List<String> dependencies = new ArrayList<>();
            for (PlanStep earlier : steps) {
                if (random.nextInt(3) == 0) {
                    dependencies.add(earlier.id());
                }
            }
            steps.add(step("s" + i, dependencies));
        }
        Long timeout = random.nextInt(10) == 0 ? Long.valueOf(20_000 + random.nextInt(100_000)) : null;
        int width = random.nextInt(4) == 0 ? 1 + random.nextInt(3) : 1000;
        return new RunPlan(
                "run_X", "random", steps, limits(), timeout, width, "t", "p", "random", RunPlan.NEWEST_MACHINE);
    }

    private PlanStep step(String id, List<String> dependencies) {
        StepKind kind = KINDS.get(random.nextInt(KINDS.size()));
        StepKind body = kind == StepKind.MAP ? BODIES.get(random.nextInt(BODIES.size())) : null;
        return new PlanStep(
                id,
                kind,
                dependencies,
                random.nextInt(3) == 0 ? OnError.FAIL : OnError.CONTINUE,
                retry(),
                body == null ? work(kind) : new PlanWork.ForEach(1 + random.nextInt(4), body, work(body)));
    }

    private PlanWork work(StepKind kind) {
        return switch (kind) {
            case AGENT -> new PlanWork.Loop(agent());
            case LLM -> new PlanWork.ModelCall(model());
            case WAIT -> new PlanWork.Pause(1 + random.nextInt(5_000));
            default -> PlanWork.PLAIN;
        };
    }

    /** Sometimes with a budget and a deadline of its own. */
    private AgentPlan agent() {
        AgentPlan plain = AgentPlan.of(model(), 1 + random.nextInt(5), retry());
        if (random.nextInt(3) > 0) {
            return plain;
        }
        return new AgentPlan(
                plain.model(),
                plain.maxModelCalls(),
                plain.toolRetry(),
                Map.of("tool0", retry()),
                limits(),
                random.nextBoolean() ? null : Long.valueOf(1 + random.nextInt(20_000)),
                1 + random.nextInt(4),
                10);
    }

    private RetryPlan retry() {
        return new RetryPlan(1 + random.nextInt(3), 1 + random.nextInt(2_000), 5_000);
    }

    private ModelPlan model() {
        return new ModelPlan(1 + random.nextInt(400), random.nextInt(5_000_000), random.nextInt(20_000_000));
    }

    private Limits limits() {
        return new Limits(limit(20_000), limit(200_000), limit(30), limit(200));
    }

    private @Nullable Long limit(int most) {
        return random.nextInt(3) == 0 ? Long.valueOf(1 + random.nextInt(most)) : null;
    }
}
