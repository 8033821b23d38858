/**
 * JSONata within bounds: the library's evaluator, with functions, regular expressions and values that a
 * {@link dev.ferrumdeck.policy.bounds.Meter} can end at any time. Used by {@code workflows.dag} for the mappings of
 * definitions.
 */
@NullMarked
package dev.ferrumdeck.workflows.jsonata;

import org.jspecify.annotations.NullMarked;
