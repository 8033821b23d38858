@NullMarked
package dev.ferrumdeck.demo.tools;

import org.jspecify.annotations.NullMarked;
