/**
 * Conditions in CEL: compiled with types, evaluated over plain JSON, always ending. Shared by policies and by the
 * conditions of workflow definitions.
 */
@NullMarked
package dev.ferrumdeck.policy.cel;

import org.jspecify.annotations.NullMarked;
