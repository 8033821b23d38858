/**
 * The Temporal workflow of a run: a thin shell around the machine, and {@code Control}, the one activity through which
 * it writes its journal and has its commands carried out.
 */
@NullMarked
package dev.ferrumdeck.workflows.run;

import org.jspecify.annotations.NullMarked;
