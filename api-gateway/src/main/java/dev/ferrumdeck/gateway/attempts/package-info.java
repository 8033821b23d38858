/**
 * The workers' side of an attempt: claim, renew, result. The row decides, never the clock of a worker; a result is
 * accepted once, in one transaction that touches nothing its siblings share. Source: the worker protocol, "The worker".
 */
@NullMarked
package dev.ferrumdeck.gateway.attempts;

import org.jspecify.annotations.NullMarked;
