/**
 * Questions to people, bound to exact arguments, and their answers. {@link dev.ferrumdeck.gateway.approvals.Approvals} is
 * the one door: {@code journal} asks through it in the transaction of a journal entry; people vote over REST, over the
 * signal endpoint of a run, or by a signal from the Temporal UI, and all of these come in here.
 */
@NullMarked
package dev.ferrumdeck.gateway.approvals;

import org.jspecify.annotations.NullMarked;
