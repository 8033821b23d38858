package dev.ferrumdeck.policy.bounds;

/**
 * Ends an evaluation at a bound. An error, because CEL takes exceptions as values ({@code failed || true} is true), and
 * JSONata has handlers of its own: nothing of an evaluation may go on after it.
 */
public final class BoundReached extends Error {
    private static final long serialVersionUID = 1L;

    BoundReached(String why) {
        super(why, null, false, false);
    }
}
