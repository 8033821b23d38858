package dev.ferrumdeck.workflows.machine;

import dev.ferrumdeck.contracts.Digests;
import dev.ferrumdeck.contracts.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The loop of an agent: its model is called, then what the model proposed, until the model proposes nothing more. */
record AgentType() implements StepType {
    @Override
    public Node first(Draft draft, StepPath path) {
        return Node.AgentLoop.first(draft.plan().agent(path).isLimited() ? Purse.EMPTY : null);
    }

    @Override
    public void opened(Flow flow, StepPath path, Node node, Event.Opened opened) {
        if (node instanceof Node.AgentLoop agent) {
            Node.AgentLoop sized = agent.sized(opened.promptTokens());
            flow.draft().put(path.toString(), sized);
            nextRound(flow, path, sized);
        }
    }

    /** Its conversation grows by what a tool said, and is as long as its model says. */
    @Override
    public void hears(Flow flow, StepPath path, StepPath child, Ending ending, Reply reply) {
        boolean ofModel = child.toolCall() < 0;
        if (ofModel && ending.how() != StepState.COMPLETED) {
            return;
        }
        if (flow.draft().get(path) instanceof Node.AgentLoop agent) {
            long tokens =
                    ofModel ? reply.contextTokens() : Saturating.plus(agent.contextTokens(), reply.contextTokens());
            flow.draft().put(path.toString(), agent.sized(tokens));
        }
    }

    @Override
    public void childEnded(Flow flow, StepPath path, StepPath child, Ending ending, Reply reply) {
        if (!(flow.draft().get(path) instanceof Node.AgentLoop agent)) {
            return;
        }
        if (agent.end() != null) {
            endIfStill(flow, path, agent.oneEnded());
        } else if (child.toolCall() >= 0) {
            Node.AgentLoop left = agent.oneEnded();
            flow.draft().put(path.toString(), left);
            if (left.open() == 0) {
                nextRound(flow, path, left);
            }
        } else if (ending.how() == StepState.COMPLETED) {
            modelAnswered(flow, path, agent, reply.calls());
        } else {
            end(flow, path, agent, new Ending(StepState.FAILED, ending.code(), cause(flow, child, ending)));
        }
    }

    private static String cause(Flow flow, StepPath child, Ending ending) {
        String what = "model call " + child.modelCall() + " failed";
        boolean told = flow.draft().version().tellsCause() && ending.note() != null;
        return told ? what + ": " + ending.note() : what;
    }

    /** Forgets the round before and calls the model again. */
    private static void nextRound(Flow flow, StepPath path, Node.AgentLoop agent) {
        Draft draft = flow.draft();
        forgetRound(draft, path, agent.rounds());
        Node.AgentLoop next = agent.nextRound();
        draft.put(path.toString(), next);
        StepPath child = path.modelCall(next.rounds());
        draft.makeReady(
                child.toString(), Node.Call.first(StepKind.LLM, Phase.READY).sized(agent.contextTokens()));
    }

    /** The model answered: with calls, or for good. */
    private static void modelAnswered(Flow flow, StepPath path, Node.AgentLoop agent, List<ProposedCall> calls) {
        if (calls.isEmpty()) {
            end(flow, path, agent, Ending.COMPLETED);
            return;
        }
        Node.AgentLoop loop = agent.proposed(calls.size(), digest(calls));
        Ending refusal = refusal(flow.draft().plan().agent(path), loop, calls.size());
        if (refusal != null) {
            end(flow, path, agent, refusal);
            return;
        }
        flow.draft().put(path.toString(), loop);
        for (int i = 0; i < calls.size(); i++) {
            Node.Call call = Node.Call.first(StepKind.TOOL, Phase.READY)
                    .called(calls.get(i).tool());
            flow.draft().makeReady(path.toolCall(loop.rounds(), i).toString(), call);
        }
    }

    private static @Nullable Ending refusal(AgentPlan plan, Node.AgentLoop loop, int calls) {
        if (loop.rounds() >= plan.maxModelCalls()) {
            return Ending.failed(
                    ErrorCode.MODEL_CALLS_EXCEEDED,
                    "the model still wants tools after " + plan.maxModelCalls() + " model calls, its limit");
        }
        if (loop.repeats() >= plan.maxSameRounds()) {
            return Ending.failed(
                    ErrorCode.MODEL_CALLS_EXCEEDED,
                    "the model proposed the same calls " + plan.maxSameRounds() + " times in a row");
        }
        return calls > plan.maxCallsPerTurn()
                ? Ending.failed(
                        ErrorCode.TOO_MANY_CALLS,
                        "the model proposed " + calls + " calls in one answer; max_calls_per_turn is "
                                + plan.maxCallsPerTurn())
                : null;
    }

    private static String digest(List<ProposedCall> calls) {
        StringBuilder joined = new StringBuilder();
        calls.forEach(call ->
                joined.append(call.tool()).append(':').append(call.argsSha256()).append(' '));
        return Digests.sha256Hex(joined.toString());
    }

    /**
     * The loop is to end, and opens nothing more. What has not begun is cancelled, questions to people are closed, and
     * what is with workers comes back first, so that it is paid for and nothing acts for a step that has ended.
     */
    static void stop(Flow flow, StepPath path, Ending why) {
        if (!(flow.draft().get(path) instanceof Node.AgentLoop agent) || agent.end() != null) {
            return;
        }
        Draft draft = flow.draft();
        Node.AgentLoop stopping = agent.ending(why);
        for (StepPath child : round(draft, path, agent.rounds())) {
            if (!(draft.get(child) instanceof Node.Call call)) {
                continue;
            }
            String asked = call.hold().approvalId();
            if (call.phase() == Phase.ASKED && asked != null) {
                draft.command(new Command.CloseApproval(child.toString(), asked));
            } else if (!call.phase().isInMotion()) {
                draft.end(
                        child.toString(), call, new Ending(StepState.CANCELLED, ErrorCode.CANCELLED.wireName(), null));
                stopping = stopping.oneEnded();
            }
        }
        endIfStill(flow, path, stopping);
    }

    private static void endIfStill(Flow flow, StepPath path, Node.AgentLoop agent) {
        if (agent.open() <= 0 && agent.end() != null) {
            end(flow, path, agent, agent.end());
        } else {
            flow.draft().put(path.toString(), agent);
        }
    }

    private static void end(Flow flow, StepPath path, Node.AgentLoop agent, Ending ending) {
        flow.draft().stopTimer(Deadlines.timer(path.toString()));
        forgetRound(flow.draft(), path, agent.rounds());
        flow.end(path, ending);
    }

    private static void forgetRound(Draft draft, StepPath path, int round) {
        round(draft, path, round).forEach(child -> draft.forget(child.toString()));
    }

    private static List<StepPath> round(Draft draft, StepPath path, int round) {
        if (round == 0) {
            return List.of();
        }
        List<StepPath> children = new ArrayList<>();
        if (draft.find(path.modelCall(round).toString()) != null) {
            children.add(path.modelCall(round));
        }
        for (int i = 0; draft.find(path.toolCall(round, i).toString()) != null; i++) {
            children.add(path.toolCall(round, i));
        }
        return children;
    }
}
