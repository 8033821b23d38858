/**
 * One supervisor for everything FerrumDeck needs on one machine: PostgreSQL, Redis, a Temporal dev server, gateways and
 * workers. {@link dev.ferrumdeck.localstack.LocalStack} is the door for tests and for the launcher; the rest is closed.
 */
@NullMarked
package dev.ferrumdeck.localstack;

import org.jspecify.annotations.NullMarked;
