/**
 * {@code advance}: writes an entry of a run's journal and carries its commands out, in one transaction. The first writer
 * of entry n wins; whoever comes second is answered from what is recorded and has no effect. Source: the worker protocol,
 * "Dispatch".
 */
@NullMarked
package dev.ferrumdeck.gateway.journal;

import org.jspecify.annotations.NullMarked;
