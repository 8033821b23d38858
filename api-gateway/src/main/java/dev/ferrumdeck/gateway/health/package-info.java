/**
 * Is this process alive, and can it serve? Packages with a dependency of their own contribute a {@link
 * dev.ferrumdeck.gateway.health.ReadinessCheck}.
 */
@NullMarked
package dev.ferrumdeck.gateway.health;

import org.jspecify.annotations.NullMarked;
