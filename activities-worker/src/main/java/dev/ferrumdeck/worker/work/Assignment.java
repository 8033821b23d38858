package dev.ferrumdeck.worker.work;

import dev.ferrumdeck.contracts.wire.Job;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;

/**
 * One attempt's work.
 *
 * @param job what was claimed
 * @param input the step's input, fetched where the job only named it
 * @param limit how long the work may take
 * @param toolVersionHash what the grant says of the tool; "" for model calls
 * @param heard is told the text of a model while it comes
 * @param slot the place among the worker's attempts, to be left while the work only waits
 */
public record Assignment(
        Job job, Map<String, Object> input, Duration limit, String toolVersionHash, Consumer<String> heard, Slot slot) {
    /** Work that nobody listens to while it is done. */
    public Assignment(Job job, Map<String, Object> input, Duration limit, String toolVersionHash) {
        this(job, input, limit, toolVersionHash, text -> {}, Slot.OWN);
    }
}
