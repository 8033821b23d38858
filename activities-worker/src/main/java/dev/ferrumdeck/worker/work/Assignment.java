package dev.ferrumdeck.worker.work;

import dev.ferrumdeck.contracts.wire.Job;
import java.time.Duration;
import java.util.Map;

/**
 * One attempt's work.
 *
 * @param job what was claimed
 * @param input the step's input, fetched where the job only named it
 * @param limit how long the work may take
 * @param toolVersionHash what the grant says of the tool; "" for model calls
 */
public record Assignment(Job job, Map<String, Object> input, Duration limit, String toolVersionHash) {}
