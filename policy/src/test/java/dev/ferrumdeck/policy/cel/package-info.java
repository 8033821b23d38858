@NullMarked
package dev.ferrumdeck.policy.cel;

import org.jspecify.annotations.NullMarked;
