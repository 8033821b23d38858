package dev.ferrumdeck.gateway.journal;

import org.jspecify.annotations.Nullable;

/**
 * What an entry writes of a step.
 *
 * @param row the step as it is afterwards
 * @param input set when the input is new
 * @param output set when the output is new
 */
record StepWrite(StepRow row, Values.@Nullable Stored input, Values.@Nullable Stored output) {}
