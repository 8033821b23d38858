/**
 * What waits to be told, and the ways to tell it. A transaction that changes something a run must know adds a row to the
 * outbox; after its commit the relay delivers the rows of that run, in order, until the run took them or is over. The way
 * to the workflow is a {@link dev.ferrumdeck.gateway.delivery.RunDoor}, over Temporal. The sweep repeats what got lost and
 * looks after what stands still; what it finds is ended by its owner: {@link dev.ferrumdeck.gateway.delivery.Expiry} for
 * attempts, {@link dev.ferrumdeck.gateway.delivery.RunEnding} for runs. Source: the worker protocol, "Relay and sweep".
 */
@NullMarked
package dev.ferrumdeck.gateway.delivery;

import org.jspecify.annotations.NullMarked;
