/**
 * What people and services changed, as events in a hash chain per tenant. Every feature records through {@link
 * dev.ferrumdeck.gateway.audit.Audit} in its own transaction; the bridge seals the events into the chain.
 */
@NullMarked
package dev.ferrumdeck.gateway.audit;

import org.jspecify.annotations.NullMarked;
