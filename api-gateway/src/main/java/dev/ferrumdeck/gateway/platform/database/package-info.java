/** The connection to PostgreSQL, from {@code DATABASE_URL} or its parts. */
@NullMarked
package dev.ferrumdeck.gateway.platform.database;

import org.jspecify.annotations.NullMarked;
