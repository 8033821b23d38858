/**
 * The gateway's side of Temporal: the client, the workers that drive runs, the start of workflows, and the door through
 * which the relay and the sweep reach a run. Nothing here needs Temporal to be up when the gateway starts.
 */
@NullMarked
package dev.ferrumdeck.gateway.temporal;

import org.jspecify.annotations.NullMarked;
