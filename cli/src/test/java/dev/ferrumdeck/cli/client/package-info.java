@NullMarked
package dev.ferrumdeck.cli.client;

import org.jspecify.annotations.NullMarked;
