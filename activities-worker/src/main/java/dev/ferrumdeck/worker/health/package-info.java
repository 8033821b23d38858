/** Says over HTTP whether this worker is of use; parts with something to say contribute a {@link dev.ferrumdeck.worker.health.HealthCheck}. */
@NullMarked
package dev.ferrumdeck.worker.health;

import org.jspecify.annotations.NullMarked;
