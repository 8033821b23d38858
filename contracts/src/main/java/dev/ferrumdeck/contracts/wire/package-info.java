/**
 * The records of the worker protocol: what travels between the gateway and a worker, as JSON over HTTP. Absent means
 * null; unknown keys are ignored by both sides; a new component goes last.
 */
@NullMarked
package dev.ferrumdeck.contracts.wire;

import org.jspecify.annotations.NullMarked;
