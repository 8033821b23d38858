/**
 * Definitions: what people write (workflow definitions, agents, tools), read and validated; the lean plan that the
 * machine is given; and the expressions that the gateway evaluates while a run goes on. Neighbours: {@code machine} owns
 * the plan's types, the policy module owns the reading of specifications and CEL.
 */
@NullMarked
package dev.ferrumdeck.workflows.dag;

import org.jspecify.annotations.NullMarked;
