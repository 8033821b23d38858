/**
 * What keeps the evaluation of foreign expressions within bounds: a meter of steps, processor time and memory, which
 * evaluators ask at every step and inside of long operations. Knows no expression language. Used by {@code policy.cel} and
 * by the mappings of workflow definitions.
 */
@NullMarked
package dev.ferrumdeck.policy.bounds;

import org.jspecify.annotations.NullMarked;
