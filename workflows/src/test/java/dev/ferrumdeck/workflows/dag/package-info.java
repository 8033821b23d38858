@NullMarked
package dev.ferrumdeck.workflows.dag;

import org.jspecify.annotations.NullMarked;
