package dev.ferrumdeck.workflows.machine;

/** Arithmetic that stops at the largest and smallest number instead of going on at the other end. */
final class Saturating {
    private Saturating() {}

    static long plus(long one, long other) {
        long sum = one + other;
        // both have the same sign, and the sum has not
        return ((one ^ sum) & (other ^ sum)) < 0 ? limit(one < 0) : sum;
    }

    static long minus(long one, long other) {
        long difference = one - other;
        return ((one ^ other) & (one ^ difference)) < 0 ? limit(one < 0) : difference;
    }

    static long times(long one, long other) {
        long high = Math.multiplyHigh(one, other);
        long low = one * other;
        boolean fits = low < 0 ? high == -1 : high == 0;
        return fits ? low : limit((one < 0) != (other < 0));
    }

    private static long limit(boolean negative) {
        return negative ? Long.MIN_VALUE : Long.MAX_VALUE;
    }
}
