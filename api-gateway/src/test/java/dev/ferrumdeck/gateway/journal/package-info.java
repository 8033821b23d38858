@NullMarked
package dev.ferrumdeck.gateway.journal;

import org.jspecify.annotations.NullMarked;
