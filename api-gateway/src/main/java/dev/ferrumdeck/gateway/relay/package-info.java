/**
 * What waits to be told to a run. A transaction that changes something a run must know adds a row to the outbox; after
 * its commit the relay delivers the rows of that run, in order, until the run took them or is over. The way to the
 * workflow is a {@link dev.ferrumdeck.gateway.relay.RunDoor}; package {@code temporal} implements it. Source: the worker
 * protocol, "Relay and sweep".
 */
@NullMarked
package dev.ferrumdeck.gateway.relay;

import org.jspecify.annotations.NullMarked;
