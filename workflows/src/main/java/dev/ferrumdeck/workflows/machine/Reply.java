package dev.ferrumdeck.workflows.machine;

import java.util.List;

/**
 * What a step that ended says to the agent that it belongs to.
 *
 * @param contextTokens size of what the agent's model is told of it; after a model call that of the whole conversation
 * @param calls what the model proposed
 */
record Reply(long contextTokens, List<ProposedCall> calls) {
    static final Reply NOTHING = new Reply(0, List.of());
}
