@NullMarked
package dev.ferrumdeck.gateway.relay;

import org.jspecify.annotations.NullMarked;
