/** The Java data plane: starts the process and puts its parts together. It needs Redis and the gateway, nothing else. */
@NullMarked
package dev.ferrumdeck.worker;

import org.jspecify.annotations.NullMarked;
