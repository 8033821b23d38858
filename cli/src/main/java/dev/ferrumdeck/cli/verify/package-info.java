/**
 * Proofs that need no server: a run played again from its journal, and the audit chain recomputed. They read what the
 * API exports and believe none of it.
 */
@NullMarked
package dev.ferrumdeck.cli.verify;

import org.jspecify.annotations.NullMarked;
