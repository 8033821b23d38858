/** The gateway's own spans, and the trace context that it hands on. */
@NullMarked
package dev.ferrumdeck.gateway.platform.telemetry;

import org.jspecify.annotations.NullMarked;
