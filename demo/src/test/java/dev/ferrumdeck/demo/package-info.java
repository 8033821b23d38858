@NullMarked
package dev.ferrumdeck.demo;

import org.jspecify.annotations.NullMarked;
