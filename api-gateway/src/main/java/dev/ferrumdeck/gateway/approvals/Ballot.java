package dev.ferrumdeck.gateway.approvals;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One vote.
 *
 * @param arguments for {@link Decision#EDIT}: the arguments to use instead
 * @param result for {@link Decision#HAPPENED}: what came of it
 * @param reason for people
 */
public record Ballot(
        Decision decision,
        @Nullable JsonNode arguments,
        @Nullable JsonNode result,
        @Nullable String reason) {
    public static Ballot of(Decision decision, @Nullable String reason) {
        return new Ballot(decision, null, null, reason);
    }
}
