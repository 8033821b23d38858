/** Inputs and outputs that are too large for a message: fetched from and stored by the gateway, by digest. */
@NullMarked
package dev.ferrumdeck.worker.artifacts;

import org.jspecify.annotations.NullMarked;
