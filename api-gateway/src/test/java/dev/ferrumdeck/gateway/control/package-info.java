@NullMarked
package dev.ferrumdeck.gateway.control;

import org.jspecify.annotations.NullMarked;
