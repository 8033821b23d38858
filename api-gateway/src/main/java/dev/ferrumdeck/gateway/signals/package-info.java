/**
 * The signal endpoint: how people and systems reach a live run. A signal is checked, audited and put into the outbox in
 * one transaction; the relay carries it to the workflow, also later when Temporal is away.
 */
@NullMarked
package dev.ferrumdeck.gateway.signals;

import org.jspecify.annotations.NullMarked;
