/**
 * The gateway process: its start, its database and its roles ({@code api}, {@code orchestrator}, {@code bridge}).
 * Features live in the packages below and never see this one, except for {@link
 * dev.ferrumdeck.gateway.ConditionalOnRole}.
 */
@NullMarked
package dev.ferrumdeck.gateway;

import org.jspecify.annotations.NullMarked;
