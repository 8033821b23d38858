/**
 * The live event stream of a run, read from its journal: event id = entry number. One poller per gateway serves all
 * streams; a waiting client holds no thread.
 */
@NullMarked
package dev.ferrumdeck.gateway.events;

import org.jspecify.annotations.NullMarked;
