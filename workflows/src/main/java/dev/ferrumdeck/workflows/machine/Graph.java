package dev.ferrumdeck.workflows.machine;

import dev.ferrumdeck.contracts.ErrorCode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the end of a step means for others: the steps that wait for it, its agent or map, the run. */
final class Graph {
    /** A loop that proposes the very same calls this many times in a row is broken. */
    static final int SAME_ROUNDS = 10;

    private final Work work;

    Graph(Work work) {
        this.work = work;
    }

    /** All steps of the plan come up; those that wait for nothing may begin. */
    void begin() {
        List<PlanStep> plan = work.plan().plan().steps();
        plan.forEach(step -> work.put(step.id(), StepEntry.pending(step.kind())));
        plan.stream().filter(step -> step.dependsOn().isEmpty()).forEach(this::activate);
    }

    private void activate(PlanStep step) {
        StepEntry entry = work.get(StepPath.of(step.id()));
        work.makeReady(step.id(), entry, firstPhase(step.kind()));
    }

    private static Phase firstPhase(StepKind kind) {
        return kind == StepKind.TOOL || kind == StepKind.APPROVAL ? Phase.READY : Phase.TO_OPEN;
    }

    /** A step ends; {@code note} is for people. Its parent or its dependents go on. */
    void end(StepPath path, StepState how, @Nullable String code, @Nullable String note) {
        StepEntry entry = work.get(path);
        StepEntry ended = entry.ended(how, code);
        work.put(path.toString(), ended, note == null ? ended.label() : note);
        if (path.isOfLoop()) {
            childOfAgentEnded(path, ended);
        } else if (path.item() >= 0) {
            itemEnded(path, ended, note);
        } else {
            planStepEnded(path, ended, note);
        }
    }

    private void planStepEnded(StepPath path, StepEntry ended, @Nullable String note) {
        if (isFailure(ended) && work.plan().step(path).onError() == OnError.FAIL) {
            String why = note == null ? String.valueOf(ended.code()) : note;
            work.finish(
                    RunStatus.FAILED, ended.code(), "step " + path + " " + word(ended) + ": " + why, path.toString());
            return;
        }
        for (PlanStep dependent : work.plan().dependents(path.planStep())) {
            if (work.get(StepPath.of(dependent.id())).phase() == Phase.PENDING && isSatisfied(dependent)) {
                activate(dependent);
            }
        }
    }

    private boolean isSatisfied(PlanStep step) {
        return step.dependsOn().stream()
                .noneMatch(id -> work.get(StepPath.of(id)).isOpen());
    }

    private static boolean isFailure(StepEntry entry) {
        return entry.end() == StepState.FAILED || entry.end() == StepState.DENIED;
    }

    private static String word(StepEntry ended) {
        return ended.end() == StepState.DENIED ? "was denied" : "failed";
    }

    private void childOfAgentEnded(StepPath path, StepEntry ended) {
        StepPath owner = path.owner();
        StepEntry agent = work.get(owner);
        if (path.toolCall() < 0) {
            if (ended.end() != StepState.COMPLETED) {
                forgetRound(owner, path.modelCall());
                end(owner, StepState.FAILED, ended.code(), "model call " + path.modelCall() + " failed");
            }
            return;
        }
        work.put(owner.toString(), agent.looping(agent.loop().oneEnded()));
        if (agent.loop().open() == 1) {
            nextRound(owner);
        }
    }

    /** The agent's conversation grows by what a model or a tool said. */
    void grow(StepPath owner, long contextTokens, boolean replace) {
        StepEntry agent = work.get(owner);
        work.put(owner.toString(), agent.sized(replace ? contextTokens : agent.contextTokens() + contextTokens));
    }

    /** Forgets the round before and calls the model again. */
    void nextRound(StepPath owner) {
        StepEntry agent = work.get(owner);
        forgetRound(owner, agent.loop().rounds());
        Loop loop = agent.loop().nextRound();
        work.put(owner.toString(), agent.in(Phase.LOOPING).looping(loop));
        String child = owner.modelCall(loop.rounds()).toString();
        work.makeReady(child, StepEntry.pending(StepKind.LLM).sized(agent.contextTokens()), Phase.READY);
    }

    private void forgetRound(StepPath owner, int round) {
        if (round == 0) {
            return;
        }
        work.forget(owner.modelCall(round).toString());
        for (int i = 0; work.find(owner.toolCall(round, i).toString()) != null; i++) {
            work.forget(owner.toolCall(round, i).toString());
        }
    }

    /** The model of an agent answered: with calls, or for good. */
    void modelAnswered(StepPath path, List<ProposedCall> calls) {
        StepPath owner = path.owner();
        if (calls.isEmpty()) {
            forgetRound(owner, path.modelCall());
            end(owner, StepState.COMPLETED, null, null);
            return;
        }
        StepEntry agent = work.get(owner);
        Loop loop = agent.loop().proposed(calls.size(), digests(calls));
        String refusal = refusal(owner, loop);
        if (refusal != null) {
            forgetRound(owner, path.modelCall());
            end(owner, StepState.FAILED, ErrorCode.MODEL_CALLS_EXCEEDED.wireName(), refusal);
            return;
        }
        work.put(owner.toString(), agent.looping(loop));
        for (int i = 0; i < calls.size(); i++) {
            StepEntry call =
                    StepEntry.pending(StepKind.TOOL).called(calls.get(i).tool());
            work.makeReady(owner.toolCall(path.modelCall(), i).toString(), call, Phase.READY);
        }
    }

    private @Nullable String refusal(StepPath owner, Loop loop) {
        int most = work.plan().agent(owner).maxModelCalls();
        if (loop.rounds() >= most) {
            return "the model still wants tools after " + most + " model calls, its limit";
        }
        return loop.repeats() >= SAME_ROUNDS
                ? "the model proposed the same calls " + SAME_ROUNDS + " times in a row"
                : null;
    }

    private static String digests(List<ProposedCall> calls) {
        StringBuilder joined = new StringBuilder();
        calls.forEach(call ->
                joined.append(call.tool()).append(':').append(call.argsSha256()).append(' '));
        return joined.toString();
    }

    /** Starts items of a map as far as its parallelism allows; ends it after the last. */
    void goOn(StepPath map) {
        PlanStep step = work.plan().step(map);
        StepKind body = work.plan().body(map);
        StepEntry entry = work.get(map);
        Loop loop = entry.loop();
        while (loop.open() < step.maxParallel() && loop.next() < loop.items()) {
            String item = map.item(loop.next()).toString();
            work.makeReady(item, StepEntry.pending(body), firstPhase(body));
            loop = loop.nextItem();
        }
        work.put(map.toString(), entry.in(Phase.LOOPING).looping(loop));
        if (loop.open() == 0) {
            end(map, StepState.COMPLETED, null, null);
        }
    }

    private void itemEnded(StepPath path, StepEntry ended, @Nullable String note) {
        StepPath map = StepPath.of(path.planStep());
        work.forget(path.toString());
        if (isFailure(ended) && work.plan().step(map).onError() == OnError.FAIL) {
            end(
                    map,
                    StepState.FAILED,
                    ended.code(),
                    "item " + path.item() + " " + word(ended) + (note == null ? "" : ": " + note));
            return;
        }
        StepEntry entry = work.get(map);
        work.put(map.toString(), entry.looping(entry.loop().oneEnded()));
        goOn(map);
    }

    /** Completes the run when every step of the plan has ended. */
    void checkEnd() {
        boolean over = !work.steps().isEmpty()
                && work.plan().plan().steps().stream()
                        .noneMatch(step -> work.get(StepPath.of(step.id())).isOpen());
        if (over) {
            work.finish(RunStatus.COMPLETED, null, null, null);
        }
    }
}
