package dev.ferrumdeck.workflows.machine;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** All budgets that a call is paid from: that of the run, and those of the agents that it belongs to. */
final class Budgets {
    private final Draft draft;

    Budgets(Draft draft) {
        this.draft = draft;
    }

    /** A budget with its owner: an agent, or null for the run. */
    private record Owned(@Nullable StepPath agent, Funds funds) {}

    Offer offer(StepPath path, Wish wish) {
        List<Owned> all = of(path);
        Funds.Lack full = lack(all, wish.full());
        if (full == Funds.Lack.NOTHING) {
            return new Offer.Granted(wish.full(), wish.maxOutputTokens());
        }
        boolean anyInMotion = draft.version().waitsForAnyReservation()
                && !draft.ledger().reserved().equals(Amount.ZERO);
        if (full == Funds.Lack.FOR_NOW || anyInMotion) {
            return new Offer.Later();
        }
        return wish.model() == null ? never(all, wish.full()) : shorter(all, wish.model(), wish.promptTokens());
    }

    /** A model call with as much output as there is money left for. */
    private static Offer shorter(List<Owned> all, ModelPlan model, long promptTokens) {
        Amount least = model.worstCase(promptTokens, Math.min(Wish.LEAST_OUTPUT_TOKENS, model.maxTokens()));
        return switch (lack(all, least)) {
            case NOTHING -> {
                long output = model.maxTokens();
                for (Owned owned : all) {
                    output = Math.min(output, owned.funds().affordableOutput(model, promptTokens));
                }
                yield new Offer.Granted(model.worstCase(promptTokens, output), (int) output);
            }
            case FOR_NOW -> new Offer.Later();
            case FOR_GOOD -> never(all, least);
        };
    }

    private static Offer never(List<Owned> all, Amount wish) {
        return all.stream()
                .filter(owned -> owned.funds().lack(wish) == Funds.Lack.FOR_GOOD)
                .findFirst()
                .map(owned -> new Offer.Never(owned.agent()))
                .orElseGet(() -> new Offer.Never(null));
    }

    private static Funds.Lack lack(List<Owned> all, Amount wish) {
        Funds.Lack worst = Funds.Lack.NOTHING;
        for (Owned owned : all) {
            worst = Funds.worst(worst, owned.funds().lack(wish));
        }
        return worst;
    }

    private List<Owned> of(StepPath path) {
        List<Owned> all = new ArrayList<>();
        all.add(new Owned(null, draft.ledger().funds()));
        for (StepPath above : path.ancestors()) {
            if (draft.find(above.toString()) instanceof Node.AgentLoop agent && agent.purse() != null) {
                Limits limits = draft.plan().agent(above).limits();
                all.add(new Owned(
                        above,
                        new Funds(limits, agent.purse().spent(), agent.purse().reserved())));
            }
        }
        return all;
    }

    void reserve(StepPath path, Amount amount) {
        draft.ledger().reserve(amount);
        purses(path, purse -> purse.reserve(amount));
    }

    void release(StepPath path, Amount amount) {
        draft.ledger().release(amount);
        purses(path, purse -> purse.release(amount));
    }

    /** Takes the reservation of an attempt back and charges what was used; more than was reserved is noted. */
    void settle(StepPath path, Amount reservation, Amount used) {
        boolean overrun = draft.ledger().settle(reservation, used);
        purses(path, purse -> purse.settle(reservation, used));
        if (overrun) {
            draft.notice(path + " used more than was reserved for it: " + over(reservation, used));
        }
    }

    private static String over(Amount reservation, Amount used) {
        List<String> parts = new ArrayList<>();
        over(parts, used.tokens(), reservation.tokens(), "tokens");
        over(parts, used.costMicros(), reservation.costMicros(), "micro-dollars");
        over(parts, used.toolCalls(), reservation.toolCalls(), "tool calls");
        return String.join(", ", parts);
    }

    private static void over(List<String> parts, long used, long reserved, String what) {
        if (used > reserved) {
            parts.add(used + " of " + reserved + " " + what);
        }
    }

    private void purses(StepPath path, UnaryOperator<Purse> change) {
        for (StepPath above : path.ancestors()) {
            String name = above.toString();
            if (draft.find(name) instanceof Node.AgentLoop agent && agent.purse() != null) {
                draft.replace(name, agent.with(change.apply(agent.purse())));
            }
        }
    }
}
