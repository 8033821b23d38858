/**
 * What runs are made of: agents, tools, workflow definitions and policies, in versions that never change, and the prices
 * of models. Others look things up through {@link dev.ferrumdeck.gateway.registry.Registry}.
 */
@NullMarked
package dev.ferrumdeck.gateway.registry;

import org.jspecify.annotations.NullMarked;
