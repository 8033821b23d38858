/**
 * All that is known about Redis Streams, both ends: names, the group, ringing (the gateway), reading, taking over and
 * acknowledging (the workers), and the health of the streams. Redis is a doorbell that may lose everything: nothing here
 * carries more than the name of an attempt, and every class copes with a Redis that forgot its streams or is away.
 */
@NullMarked
package dev.ferrumdeck.bridge;

import org.jspecify.annotations.NullMarked;
