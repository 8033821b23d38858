/**
 * The words that the control plane and the data plane share: ids, canonical JSON, digests, the wire records of the
 * worker protocol, and the format of grants. No Spring, no Temporal, no I/O; everything here is immutable.
 */
@NullMarked
package dev.ferrumdeck.contracts;

import org.jspecify.annotations.NullMarked;
