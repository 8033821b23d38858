/** The installation's own secrets (pepper of keys, cursor key, grant key): made once, kept in the database. */
@NullMarked
package dev.ferrumdeck.gateway.platform.secrets;

import org.jspecify.annotations.NullMarked;
