@NullMarked
package dev.ferrumdeck.policy;

import org.jspecify.annotations.NullMarked;
