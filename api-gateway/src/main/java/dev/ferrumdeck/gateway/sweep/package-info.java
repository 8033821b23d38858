/**
 * What looks after everything that time, a crash or a lossy Redis left behind: leases, deadlines, lost rings, waiting
 * outboxes, runs that never began, runs that stand still. One gateway at a time, by an advisory lock; harmless if two.
 * Source: the worker protocol, "Relay and sweep".
 */
@NullMarked
package dev.ferrumdeck.gateway.sweep;

import org.jspecify.annotations.NullMarked;
