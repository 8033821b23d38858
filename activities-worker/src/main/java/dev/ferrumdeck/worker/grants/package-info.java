/** Checks the signed permission of a tool call against the gateway's public keys, before anything is done. */
@NullMarked
package dev.ferrumdeck.worker.grants;

import org.jspecify.annotations.NullMarked;
