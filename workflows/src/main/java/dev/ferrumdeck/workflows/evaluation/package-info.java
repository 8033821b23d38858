/**
 * Where the expressions of runs are evaluated: on threads of their own, first with little time, once more on a single slot
 * with much. Callers never wait longer than the deadlines here. Used by the gateway, outside of its transactions.
 */
@NullMarked
package dev.ferrumdeck.workflows.evaluation;

import org.jspecify.annotations.NullMarked;
