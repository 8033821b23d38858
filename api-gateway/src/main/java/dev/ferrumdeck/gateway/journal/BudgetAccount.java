package dev.ferrumdeck.gateway.journal;

import dev.ferrumdeck.gateway.budgets.WiderBudgets;
import dev.ferrumdeck.workflows.machine.Amount;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What an entry does to the wider budgets, summed up so that each is touched by one statement just before the commit. Not
 * thread-safe.
 */
final class BudgetAccount {
    private final Supplier<List<WiderBudgets.Budget>> read;
    private final Map<String, Amount> asked = new HashMap<>();
    private final Map<String, Amount> released = new HashMap<>();
    private final Map<String, Amount> spent = new HashMap<>();
    private @Nullable List<WiderBudgets.Budget> budgets;

    BudgetAccount(Supplier<List<WiderBudgets.Budget>> read) {
        this.read = read;
    }

    /** Ids of the budgets that a call is charged to. */
    List<String> idsFor(Optional<String> agent) {
        return budgets().stream()
                .filter(budget -> budget.scope().equals("tenant")
                        || agent.filter(budget.scopeName()::equals).isPresent())
                .map(WiderBudgets.Budget::id)
                .toList();
    }

    /**
     * A budget that has too little left.
     *
     * @param whose for people
     * @param passes whether it would be enough if all that is reserved now were given back: calls in motion may do so
     */
    record Shortage(String whose, boolean passes) {}

    /** Reserves an amount in all of these budgets, or in none and names the one that has too little left. */
    Optional<Shortage> reserve(List<String> ids, Amount amount) {
        List<WiderBudgets.Budget> concerned =
                budgets().stream().filter(budget -> ids.contains(budget.id())).toList();
        List<Shortage> shortages = new ArrayList<>();
        for (WiderBudgets.Budget budget : concerned) {
            if (!fits(budget, amount)) {
                shortages.add(new Shortage(
                        budget.scope().equals("tenant") ? "the tenant" : "agent " + budget.scopeName(),
                        fitsWithoutReservations(budget, amount)));
            }
        }
        Optional<Shortage> worst = shortages.stream().min(Comparator.comparing(Shortage::passes));
        if (worst.isPresent()) {
            return worst;
        }
        ids.forEach(id -> asked.merge(id, amount, Amount::plus));
        return Optional.empty();
    }

    /** Gives a reservation back and charges what was used. */
    void settle(List<String> ids, Amount reserved, Amount used) {
        ids.forEach(id -> {
            released.merge(id, reserved, Amount::plus);
            spent.merge(id, used, Amount::plus);
        });
    }

    /** The changes, in the order in which the rows are to be locked. */
    List<WiderBudgets.Change> changes() {
        List<WiderBudgets.Change> changes = new ArrayList<>();
        if (asked.isEmpty() && released.isEmpty()) {
            return changes;
        }
        for (WiderBudgets.Budget budget : budgets()) {
            WiderBudgets.Change change = new WiderBudgets.Change(
                    budget.id(), sum(asked, budget.id()), sum(released, budget.id()), sum(spent, budget.id()));
            if (!change.asked().equals(Amount.ZERO)
                    || !change.released().equals(Amount.ZERO)
                    || !change.spent().equals(Amount.ZERO)) {
                changes.add(change);
            }
        }
        return changes;
    }

    private boolean fits(WiderBudgets.Budget budget, Amount wish) {
        Amount reserved = budget.reserved().plus(sum(asked, budget.id())).minus(sum(released, budget.id()));
        return fits(budget, reserved, wish);
    }

    private boolean fitsWithoutReservations(WiderBudgets.Budget budget, Amount wish) {
        return fits(budget, Amount.ZERO, wish);
    }

    private boolean fits(WiderBudgets.Budget budget, Amount reserved, Amount wish) {
        Amount after =
                reserved.plus(budget.spent()).plus(sum(spent, budget.id())).plus(wish);
        return within(wish.tokens(), after.tokens(), budget.limits().tokens())
                && within(wish.costMicros(), after.costMicros(), budget.limits().costMicros())
                && within(wish.toolCalls(), after.toolCalls(), budget.limits().toolCalls());
    }

    private static boolean within(long wish, long after, long limit) {
        return wish == 0 || after <= limit;
    }

    private static Amount sum(Map<String, Amount> sums, String id) {
        return sums.getOrDefault(id, Amount.ZERO);
    }

    private List<WiderBudgets.Budget> budgets() {
        List<WiderBudgets.Budget> known = budgets;
        if (known == null) {
            known = read.get();
            budgets = known;
        }
        return known;
    }
}
