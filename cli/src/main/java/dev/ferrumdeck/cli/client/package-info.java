/**
 * A small client of the REST API: JSON in and out, problems as exceptions, retries that are safe because every POST has
 * an idempotency key, lists as iterators over pages, and the events of a run as an iterator that connects again. The
 * commands, the demo and the tests of the whole stack use it.
 */
@NullMarked
package dev.ferrumdeck.cli.client;

import org.jspecify.annotations.NullMarked;
