/**
 * What those who open, hand out, accept and look after attempts share: the pinned definition of a run, its step rows, the
 * conversation of an agent, sizes in tokens, the policy's decision on a call, wider budgets, and the bell.
 */
@NullMarked
package dev.ferrumdeck.gateway.dispatch;

import org.jspecify.annotations.NullMarked;
