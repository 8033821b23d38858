@NullMarked
package dev.ferrumdeck.workflows.evaluation;

import org.jspecify.annotations.NullMarked;
