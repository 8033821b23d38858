/** Configuration: one immutable record per concern, checked when the process starts. Knows no other package. */
@NullMarked
package dev.ferrumdeck.worker.settings;

import org.jspecify.annotations.NullMarked;
