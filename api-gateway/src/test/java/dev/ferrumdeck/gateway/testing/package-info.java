/** What the gateway's tests share: a real PostgreSQL per JVM, a real gateway on a free port, keys. */
@NullMarked
package dev.ferrumdeck.gateway.testing;

import org.jspecify.annotations.NullMarked;
