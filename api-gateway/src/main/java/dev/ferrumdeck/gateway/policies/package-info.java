/** What the policy says of a call: the rules in force, pinned or newest, and the one decision that every call gets. */
@NullMarked
package dev.ferrumdeck.gateway.policies;

import org.jspecify.annotations.NullMarked;
