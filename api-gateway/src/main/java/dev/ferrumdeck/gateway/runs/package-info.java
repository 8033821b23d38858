/**
 * Runs: creating them with everything pinned, and all that is known of them. Creation ends with the row {@code queued}
 * and, after the commit, the start of the workflow; from then on {@code journal} writes what this package reads.
 */
@NullMarked
package dev.ferrumdeck.gateway.runs;

import org.jspecify.annotations.NullMarked;
