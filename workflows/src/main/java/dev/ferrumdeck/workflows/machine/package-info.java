/**
 * The run machine: a deterministic state machine without Temporal, clock, random or I/O. It is given events and answers
 * with its next state and the commands that are to be carried out; {@code run} is the thin Temporal shell around it, and
 * the gateway carries the commands out. It never sees values (prompts, arguments, results), only ids, counts and sizes.
 */
@NullMarked
package dev.ferrumdeck.workflows.machine;

import org.jspecify.annotations.NullMarked;
