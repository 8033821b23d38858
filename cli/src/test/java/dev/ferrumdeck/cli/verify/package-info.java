@NullMarked
package dev.ferrumdeck.cli.verify;

import org.jspecify.annotations.NullMarked;
