package dev.ferrumdeck.workflows.machine;

import dev.ferrumdeck.contracts.ErrorCode;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Limits of work time: the budget of seconds and the deadline, of the run and of agents that have limits of their own.
 * Waiting for people does not count.
 */
final class Deadlines {
    private static final String TIMER = "work-time";
    private static final String USED_MORE = "used more than its budget";

    private final Draft draft;
    private final Flow flow;

    Deadlines(Flow flow) {
        this.draft = flow.draft();
        this.flow = flow;
    }

    /** Id of the timer of an agent's work time. */
    static String timer(String agent) {
        return TIMER + ":" + agent;
    }

    /** Ends what is over a limit: of work time, or of what is spent and reserved. */
    void check() {
        checkRun();
        if (!draft.isOver()) {
            agents().forEach(this::checkAgent);
        }
    }

    private void checkRun() {
        Limits limits = draft.ledger().limits();
        Long seconds = limits.millis();
        Long timeout = draft.plan().plan().timeoutMillis();
        if (draft.ledger().isExceeded()) {
            draft.finish(
                    RunStatus.BUDGET_EXCEEDED,
                    ErrorCode.BUDGET_EXCEEDED.wireName(),
                    "the run " + USED_MORE + "; raise it and start a new run" + notices(),
                    null);
        } else if (seconds != null && draft.workMillis() >= seconds) {
            draft.finish(
                    RunStatus.BUDGET_EXCEEDED,
                    ErrorCode.BUDGET_EXCEEDED.wireName(),
                    "the run worked for " + limits.seconds() + " s, which is all that its budget allows",
                    null);
        } else if (timeout != null && draft.workMillis() >= timeout) {
            draft.finish(
                    RunStatus.FAILED,
                    ErrorCode.DEADLINE_EXCEEDED.wireName(),
                    "the run worked for " + timeout / 1000 + " s, which is its deadline",
                    null);
        }
    }

    private String notices() {
        return draft.notices().isEmpty() ? "" : ": " + String.join("; ", draft.notices());
    }

    private void checkAgent(String path) {
        if (!(draft.find(path) instanceof Node.AgentLoop agent) || agent.purse() == null || agent.end() != null) {
            return;
        }
        StepPath step = StepPath.parse(path);
        AgentPlan plan = draft.plan().agent(step);
        Purse purse = agent.purse();
        long worked = purse.workMillis(draft.at());
        Funds funds = new Funds(plan.limits(), purse.spent(), purse.reserved());
        if (funds.lack(Amount.ZERO) != Funds.Lack.NOTHING) {
            AgentType.stop(flow, step, Ending.failed(ErrorCode.BUDGET_EXCEEDED, "the agent " + USED_MORE + notices()));
        } else if (plan.limits().millis() != null && worked >= plan.limits().millis()) {
            String all = "the agent worked for " + plan.limits().seconds() + " s, which is all that its budget allows";
            AgentType.stop(flow, step, Ending.failed(ErrorCode.BUDGET_EXCEEDED, all));
        } else if (plan.timeoutMillis() != null && worked >= plan.timeoutMillis()) {
            String all = "the agent worked for " + plan.timeoutMillis() / 1000 + " s, which is its deadline";
            AgentType.stop(flow, step, Ending.failed(ErrorCode.DEADLINE_EXCEEDED, all));
        }
    }

    /** Sets timers to the moment at which {@link #check} would end what works on, or stops them. */
    void arm() {
        Limits limits = draft.ledger().limits();
        Long limit = Limits.smaller(limits.millis(), draft.plan().plan().timeoutMillis());
        arm(TIMER, null, draft.isActive() ? limit : null, draft.workMillis());
        List<String> agents = agents();
        if (!agents.isEmpty()) {
            Set<String> active = activeParents();
            agents.forEach(path -> clock(path, active.contains(path)));
        }
    }

    private void clock(String path, boolean active) {
        if (!(draft.find(path) instanceof Node.AgentLoop agent) || agent.purse() == null) {
            return;
        }
        Purse purse = agent.purse().clocked(draft.at(), active && !draft.isPaused());
        draft.replace(path, agent.with(purse));
        Long limit = draft.plan().agent(StepPath.parse(path)).workLimitMillis();
        boolean runs = purse.since() >= 0 && agent.end() == null;
        arm(timer(path), path, runs ? limit : null, purse.workMillis());
    }

    private void arm(String timer, @Nullable String step, @Nullable Long limit, long worked) {
        if (limit == null) {
            draft.stopTimer(timer);
            return;
        }
        long dueAt = Saturating.plus(draft.at(), Saturating.minus(limit, worked));
        draft.startTimer(timer, new MachineTimer(dueAt, MachineTimer.Purpose.WORK_TIME, step));
    }

    /** Agents that are under way, where any has limits of its own. */
    private List<String> agents() {
        return draft.plan().hasLimitedAgents()
                ? draft.steps().keySet().stream()
                        .filter(path -> draft.steps().get(path) instanceof Node.AgentLoop)
                        .toList()
                : List.of();
    }

    private Set<String> activeParents() {
        return draft.steps().entrySet().stream()
                .filter(step -> draft.isWork(step.getValue()))
                .flatMap(step -> StepPath.parse(step.getKey()).ancestors().stream())
                .map(StepPath::toString)
                .collect(Collectors.toSet());
    }
}
