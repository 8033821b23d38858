/**
 * The door for values that somebody else made: what in a text or in plain JSON cannot be kept or compared exactly, found
 * ({@link dev.ferrumdeck.contracts.values.Flaws}) or made safe ({@link dev.ferrumdeck.contracts.values.SafeValue}). Pure;
 * plain JSON is maps, lists, strings, numbers, booleans and null.
 */
@NullMarked
package dev.ferrumdeck.contracts.values;

import org.jspecify.annotations.NullMarked;
