/**
 * Pure decisions: what a policy says of a tool call or of a model, and what must be masked in anything that people or
 * logs get to see. No clock, no I/O. {@code spec} reads the text of specifications, {@code cel} evaluates conditions.
 */
@NullMarked
package dev.ferrumdeck.policy;

import org.jspecify.annotations.NullMarked;
