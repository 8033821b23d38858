/** The gateway process: its start. Features live in the packages below and never see this one. */
@NullMarked
package dev.ferrumdeck.gateway;

import org.jspecify.annotations.NullMarked;
