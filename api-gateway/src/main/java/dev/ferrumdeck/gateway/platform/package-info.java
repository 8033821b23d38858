/** What every feature stands on: the web, telemetry, health, secrets and the database in the packages below; here which roles this process plays. */
@NullMarked
package dev.ferrumdeck.gateway.platform;

import org.jspecify.annotations.NullMarked;
