/** Spans of attempts, model calls and tool calls, after the GenAI conventions of OpenTelemetry. */
@NullMarked
package dev.ferrumdeck.worker.telemetry;

import org.jspecify.annotations.NullMarked;
