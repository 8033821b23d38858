package dev.ferrumdeck.workflows.evaluation;

import dev.ferrumdeck.policy.bounds.BoundReached;
import dev.ferrumdeck.policy.bounds.Meter;
import java.lang.management.ManagementFactory;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What came of one try to evaluate.
 *
 * @param value null when it has none, or failed
 * @param failure what the work threw, or null
 * @param exhausted why the virtual machine or a bound ended it, in words; else null
 * @param isTime whether a bound of time ended it or a part of it, so that another try may come further
 * @param cpuNanos processor time that it took
 */
record Attempt<T extends @Nullable Object>(
        @Nullable T value,
        @Nullable RuntimeException failure,
        @Nullable String exhausted,
        boolean isTime,
        long cpuNanos) {

    static <T extends @Nullable Object> Attempt<T> of(Supplier<T> work, Meter meter) {
        long from = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        T value = null;
        RuntimeException failure = null;
        String exhausted = null;
        try {
            value = meter.measure(work);
        } catch (RuntimeException e) {
            failure = e;
        } catch (BoundReached e) {
            exhausted = e.getMessage();
        } catch (StackOverflowError e) {
            exhausted = "it is nested too deeply";
        } catch (OutOfMemoryError e) { // of one value; the thread and all that it made end here
            exhausted = "it needs more memory than there is";
        } catch (Error e) {
            exhausted = e.toString();
        }
        long spent = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - from;
        return new Attempt<>(value, failure, exhausted, meter.isTime(), spent);
    }

    static <T extends @Nullable Object> Attempt<T> abandoned(String why) {
        return new Attempt<>(null, null, why, true, 0);
    }
}
