/**
 * The demonstration: scenarios that run on the real stack, streamed to the terminal, and then held against what the
 * tools' own witness log, the database and the journal say. {@link dev.ferrumdeck.demo.DemoMain} is the door.
 */
@NullMarked
package dev.ferrumdeck.demo;

import org.jspecify.annotations.NullMarked;
