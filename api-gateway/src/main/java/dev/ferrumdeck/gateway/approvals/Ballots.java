package dev.ferrumdeck.gateway.approvals;

import dev.ferrumdeck.contracts.ErrorCode;
import dev.ferrumdeck.gateway.platform.web.ApiException;
import dev.ferrumdeck.gateway.platform.web.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads votes out of request bodies. Unknown keys are refused: a vote that is misread does harm. */
public final class Ballots {
    private static final Set<String> KEYS = Set.of("decision", "arguments", "result", "reason", "approval_id");

    private Ballots() {}

    /**
     * A vote {@code {decision, arguments?, result?, reason?}}.
     *
     * @throws ApiException when it is none
     */
    public static Ballot parse(JsonNode body) {
        requireKeys(body, KEYS);
        Decision decision = decision(body);
        if (decision == null) {
            throw ApiException.invalid("/decision", "a vote needs a decision: " + Decision.names());
        }
        return new Ballot(decision, value(body, "arguments"), value(body, "result"), text(body, "reason"));
    }

    /** A vote {@code {approved, note?}}. */
    static Ballot parseFirstGeneration(JsonNode body) {
        requireKeys(body, Set.of("approved", "note"));
        JsonNode approved = body.get("approved");
        if (approved == null || !approved.isBoolean()) {
            throw ApiException.invalid("/approved", "approved is needed: true or false");
        }
        return Ballot.of(approved.asBoolean() ? Decision.APPROVE : Decision.DENY, text(body, "note"));
    }

    /** The decision that a body names; null when it names none. */
    static @Nullable Decision decision(@Nullable JsonNode body) {
        String name = body == null || !body.isObject() ? null : text(body, "decision");
        if (name == null) {
            return null;
        }
        return Decision.of(name)
                .orElseThrow(() -> ApiException.invalid("/decision", "a decision is one of " + Decision.names()));
    }

    private static void requireKeys(JsonNode body, Set<String> known) {
        if (!body.isObject()) {
            throw ApiException.invalid("", "a vote is an object");
        }
        List<Violation> errors = new ArrayList<>();
        for (String key : body.propertyNames()) {
            if (!known.contains(key)) {
                errors.add(new Violation("/" + key, "unknown key"));
            }
        }
        if (!errors.isEmpty()) {
            throw ApiException.of(ErrorCode.VALIDATION_FAILED, "The vote has unknown keys.", errors);
        }
    }

    private static @Nullable JsonNode value(JsonNode body, String field) {
        return body.hasNonNull(field) ? body.get(field) : null;
    }

    private static @Nullable String text(JsonNode body, String field) {
        JsonNode value = value(body, field);
        if (value == null) {
            return null;
        }
        if (!value.isString()) {
            throw ApiException.invalid("/" + field, field + " is a string");
        }
        return value.stringValue();
    }
}
