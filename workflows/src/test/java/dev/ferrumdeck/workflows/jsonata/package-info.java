@NullMarked
package dev.ferrumdeck.workflows.jsonata;

import org.jspecify.annotations.NullMarked;
