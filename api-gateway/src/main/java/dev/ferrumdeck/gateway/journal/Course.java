package dev.ferrumdeck.gateway.journal;

import java.util.Set;

/**
 * How an entry is tried.
 *
 * @param lockBudgets whether to lock the wider budgets first, because they changed under our hands before
 * @param careful each command and each row for itself, behind a savepoint: slow, and finds out what cannot be written
 * @param stripped steps that are written without their values
 */
record Course(boolean lockBudgets, boolean careful, Set<String> stripped) {
    static final Course FAST = new Course(false, false, Set.of());

    Course {
        stripped = Set.copyOf(stripped);
    }

    Course lockingBudgets() {
        return new Course(true, careful, stripped);
    }

    Course carefully() {
        return new Course(lockBudgets, true, stripped);
    }

    Course stripping(Set<String> steps) {
        return new Course(lockBudgets, careful, steps);
    }
}
