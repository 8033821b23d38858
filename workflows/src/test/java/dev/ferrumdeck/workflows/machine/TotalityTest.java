package dev.ferrumdeck.workflows.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * The machine takes whatever it is given: in states that real events and nonsense have led to, events with holes, lies and
 * numbers at their ends never make it throw, and never make a number of the budget negative.
 */
class TotalityTest {
    private static final long SEED = Long.getLong("totality.seed", 1);
    private static final int RUNS = 3_000;
    private static final long[] NUMBERS = {
        0, 1, -1, 2_000, 4_000, 10_000_000_000_000L, 9_223_372_036_854_776L, Long.MAX_VALUE, Long.MIN_VALUE
    };

    private final List<Event> seen = new ArrayList<>();

    @Test
    void no_event_in_no_state_makes_the_machine_throw() {
        int ignored = 0;
        int ended = 0;
        for (long seed = SEED; seed < SEED + RUNS; seed++) {
            Random random = new Random(seed);
            RunPlan plan = plan(random);
            Machine machine = new Machine(plan);
            RunState state = RunState.initial(plan);
            long at = 1000;
            seen.clear();
            for (int i = 0; i < 30; i++) {
                List<Event> events = i == 0 ? List.of(new Event.Started()) : events(random, state);
                at = random.nextInt(50) == 0 ? number(random) : at + random.nextInt(100_000);
                Transition next = apply(machine, state, at, events, seed);
                check(next, seed);
                ignored += next.ignored().size();
                state = next.state();
            }
            ended += state.status().isTerminal() ? 1 : 0;
        }
        assertThat(ignored).as("without nonsense the test has no power").isGreaterThan(RUNS);
        assertThat(ended).as("runs that end and runs that go on").isBetween(RUNS / 20, RUNS - RUNS / 20);
    }

    private static Transition apply(Machine machine, RunState state, long at, List<Event> events, long seed) {
        try {
            events.stream()
                    .filter(Event.Outcome.class::isInstance)
                    .forEach(event -> machine.isKnown(state, (Event.Outcome) event));
            return machine.apply(state, at, events);
        } catch (RuntimeException thrown) {
            throw new AssertionError("seed " + seed + " at " + at + ": " + events + " in " + state, thrown);
        }
    }

    private static void check(Transition next, long seed) {
        assertThat(next.state().spent().isNegative()).as("spent, seed %d", seed).isFalse();
        assertThat(next.state().reserved().isNegative())
                .as("reserved, seed %d", seed)
                .isFalse();
        assertThat(next.state().workMillis()).as("work time, seed %d", seed).isNotNegative();
        for (Command command : next.commands()) {
            if (command instanceof Command.Dispatch dispatch) {
                assertThat(dispatch.allowance().isNegative())
                        .as("seed %d", seed)
                        .isFalse();
                assertThat(dispatch.maxOutputTokens()).as("seed %d", seed).isNotNegative();
            }
        }
    }

    private List<Event> events(Random random, RunState state) {
        List<Event> events = new ArrayList<>();
        for (int i = random.nextInt(4); i >= 0; i--) {
            Event event = random.nextInt(3) == 0 ? nonsense(random, state) : sense(random, state);
            events.add(event);
            seen.add(event);
        }
        if (random.nextInt(4) == 0) {
            events.add(seen.get(random.nextInt(seen.size())));
        }
        return events;
    }

    /** What a step waits for, with numbers at their ends. */
    private static Event sense(Random random, RunState state) {
        List<String> paths = List.copyOf(state.steps().keySet());
        if (paths.isEmpty()) {
            return new Event.Nudged();
        }
        String path = paths.get(random.nextInt(paths.size()));
        Node node = state.steps().get(path);
        if (node != null && node.phase() == Phase.OPENING) {
            return new Event.Opened(path, Math.abs(random.nextInt(5)) * 1000L, random.nextInt(40));
        }
        if (node instanceof Node.Call call && call.hold().approvalId() != null && random.nextBoolean()) {
            Verdict[] all = Verdict.values();
            return new Event.Decided(call.hold().approvalId(), path, all[random.nextInt(all.length)], false, null, 5);
        }
        List<String> timers = List.copyOf(state.timers().keySet());
        if (!timers.isEmpty() && random.nextInt(4) == 0) {
            return new Event.TimerFired(timers.get(random.nextInt(timers.size())));
        }
        return outcome(random, path, node == null ? 1 : node.attempt(), status(random));
    }

    private static final List<OutcomeStatus> STATUSES = List.of(OutcomeStatus.values());

    private static OutcomeStatus status(Random random) {
        return random.nextBoolean() ? OutcomeStatus.COMPLETED : STATUSES.get(random.nextInt(STATUSES.size()));
    }

    @SuppressWarnings("NullAway") // what is sent by hand has holes
    private static Event.Outcome outcome(
            Random random, @Nullable String path, int attempt, @Nullable OutcomeStatus status) {
        List<ProposedCall> calls = new ArrayList<>();
        for (int i = random.nextInt(40) - 20; i > 0; i--) {
            calls.add(new ProposedCall(i, "t", "d" + random.nextInt(3)));
        }
        String approval = random.nextInt(5) == 0 ? null : "apr_" + random.nextInt(9);
        List<String> reasons = Arrays.asList(null, "stop", "length", "empty", "content_filter", "?");
        return new Event.Outcome(
                path,
                attempt,
                status,
                random.nextBoolean() ? null : "tool-failed",
                random.nextBoolean(),
                null,
                new Amount(small(random), small(random), random.nextInt(3)),
                small(random),
                calls,
                approval,
                Math.max(0, number(random)),
                random.nextBoolean() ? null : new Amount(small(random), small(random), 0),
                null,
                reasons.get(random.nextInt(reasons.size())));
    }

    @SuppressWarnings("NullAway") // what comes over the wire has holes
    private static Event nonsense(Random random, RunState state) {
        List<String> paths = new ArrayList<>(state.steps().keySet());
        paths.addAll(Arrays.asList(
                null,
                "",
                "no-such",
                "s0[99999]",
                "s0[7]/llm-3",
                "s0/tool-1-0/tool-9-9",
                "a".repeat(5000),
                "../x",
                "s0["));
        String path = paths.get(random.nextInt(paths.size()));
        long n = number(random);
        return switch (random.nextInt(11)) {
            case 0 -> null;
            case 1 -> new Event.Opened(path, n, (int) n);
            case 2 -> new Event.Decided(random.nextBoolean() ? null : "apr_1", path, null, false, null, n);
            case 3 ->
                new Event.BudgetChanged("b" + random.nextInt(), null, random.nextBoolean() ? null : limits(random));
            case 4 -> new Event.Voted(null, null);
            case 5 -> new Event.TimerFired(random.nextBoolean() ? null : "work-time");
            case 6 -> new Event.CancelRequested(null, null, null);
            case 7 -> new Event.PauseRequested(random.nextBoolean() ? null : "p" + random.nextInt(), null);
            case 8 -> new Event.ResumeRequested("r" + random.nextInt(), null);
            case 9 ->
                new Event.Outcome(
                        path, (int) n, null, null, true, null, new Amount(n, n, n), n, null, null, n, null, null, null);
            default -> outcome(random, path, (int) n, status(random));
        };
    }

    private static Limits limits(Random random) {
        return new Limits(limit(random), limit(random), limit(random), limit(random));
    }

    private static @Nullable Long limit(Random random) {
        return random.nextInt(3) > 0 ? null : Long.valueOf(number(random));
    }

    private static long number(Random random) {
        return NUMBERS[random.nextInt(NUMBERS.length)];
    }

    private static long small(Random random) {
        return random.nextInt(30) == 0 ? Math.max(0, number(random)) : random.nextInt(500);
    }

    private static RunPlan plan(Random random) {
        ModelPlan model = new ModelPlan(
                1 + (int) Math.min(Integer.MAX_VALUE - 1L, Math.abs(Math.max(0, number(random)))),
                Math.max(0, number(random)),
                Math.max(0, number(random)));
        AgentPlan agent = new AgentPlan(
                model,
                1 + random.nextInt(3),
                RetryPlan.DEFAULT,
                java.util.Map.of("t", new RetryPlan(2, Long.MAX_VALUE / 2, Long.MAX_VALUE)),
                positive(random),
                random.nextBoolean() ? null : Long.valueOf(Math.max(1, number(random))),
                1 + random.nextInt(20),
                2);
        PlanWork loop = new PlanWork.Loop(agent);
        List<PlanStep> steps = List.of(
                step("s0", StepKind.MAP, new PlanWork.ForEach(1 + random.nextInt(40), StepKind.AGENT, loop)),
                step("s1", StepKind.AGENT, loop),
                step("s2", StepKind.LLM, new PlanWork.ModelCall(model)),
                step("s3", StepKind.TOOL, PlanWork.PLAIN),
                step("s4", StepKind.APPROVAL, PlanWork.PLAIN),
                step("s5", StepKind.WAIT, new PlanWork.Pause(Math.max(0, number(random)))));
        return new RunPlan(
                "run_1",
                "t",
                steps,
                positive(random),
                random.nextBoolean() ? null : Long.valueOf(Math.max(1, number(random))),
                1 + random.nextInt(20),
                "t",
                "p",
                "a",
                1 + random.nextInt(RunPlan.NEWEST_MACHINE));
    }

    private static Limits positive(Random random) {
        Limits any = limits(random);
        return any.isNegative() ? Limits.NONE : any;
    }

    private static PlanStep step(String id, StepKind kind, PlanWork work) {
        RetryPlan retry = new RetryPlan(3, Long.MAX_VALUE / 2, Long.MAX_VALUE);
        return new PlanStep(id, kind, List.of(), OnError.CONTINUE, retry, work);
    }
}
