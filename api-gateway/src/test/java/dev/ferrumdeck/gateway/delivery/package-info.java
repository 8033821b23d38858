@NullMarked
package dev.ferrumdeck.gateway.delivery;

import org.jspecify.annotations.NullMarked;
