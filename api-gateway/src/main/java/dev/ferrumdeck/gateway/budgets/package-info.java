/** Budgets wider than a run (of a tenant, of an agent), and the reading of limits that callers send. */
@NullMarked
package dev.ferrumdeck.gateway.budgets;

import org.jspecify.annotations.NullMarked;
