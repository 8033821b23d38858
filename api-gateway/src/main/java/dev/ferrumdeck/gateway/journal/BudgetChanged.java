package dev.ferrumdeck.gateway.journal;

/** A wider budget was used up by another run between the look at it and the commit. The transaction is rolled back. */
final class BudgetChanged extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BudgetChanged() {
        super("a wider budget changed; try again with its row locked", null, false, false);
    }
}
