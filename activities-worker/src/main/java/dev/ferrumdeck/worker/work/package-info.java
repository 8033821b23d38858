/** What the parts of a worker say to each other: one attempt's work, what came of it, and why it failed. */
@NullMarked
package dev.ferrumdeck.worker.work;

import org.jspecify.annotations.NullMarked;
