@NullMarked
package dev.ferrumdeck.contracts.values;

import org.jspecify.annotations.NullMarked;
