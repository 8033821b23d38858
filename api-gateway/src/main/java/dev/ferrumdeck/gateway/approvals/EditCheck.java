package dev.ferrumdeck.gateway.approvals;

import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Whether edited arguments may take the place of the proposed ones: the tool's schema, and the policy in force. */
interface EditCheck {
    Optional<VoteResult.Refused> refusal(Approval approval, JsonNode arguments);
}
