/** Operations: which workers there are, how the queues stand, and the steps that failed for good (dead letters). */
@NullMarked
package dev.ferrumdeck.gateway.workers;

import org.jspecify.annotations.NullMarked;
