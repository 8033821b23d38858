/** HTTP to the gateway: requests with the worker's key, time limits and the kinds of answers. Used by all that talk to it. */
@NullMarked
package dev.ferrumdeck.worker.http;

import org.jspecify.annotations.NullMarked;
