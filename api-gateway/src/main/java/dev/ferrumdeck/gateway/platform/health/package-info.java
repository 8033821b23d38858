/**
 * Is this process alive, and can it serve? Packages with a dependency of their own contribute a {@link
 * dev.ferrumdeck.gateway.platform.health.ReadinessCheck}.
 */
@NullMarked
package dev.ferrumdeck.gateway.platform.health;

import org.jspecify.annotations.NullMarked;
