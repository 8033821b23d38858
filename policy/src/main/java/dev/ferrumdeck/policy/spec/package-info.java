/**
 * Reading specifications that people write (policies, definitions, agents, tools): YAML or JSON text into records, with
 * every fault found, each at its JSON Pointer.
 */
@NullMarked
package dev.ferrumdeck.policy.spec;

import org.jspecify.annotations.NullMarked;
