package dev.ferrumdeck.gateway.approvals;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;

class VoteRulesTest {
    private static final Voter STARTER = new Voter("key_other", "anna", "starter", Set.of("admin"), Voter.VIA_REST);
    private static final Ballot APPROVE = Ballot.of(Decision.APPROVE, null);

    private static Approval pending() {
        ApprovalRequest request = ApprovalFixture.ofCall("ten_1", "run_1", "key_starter");
        return new Approval(
                "apr_1",
                "stp_1",
                request.subject(),
                "anna",
                request.question(),
                request.terms(),
                ApprovalStatus.PENDING,
                null,
                null,
                Instant.EPOCH,
                Instant.EPOCH);
    }

    private static VoteRules rules(boolean requesterMayDecide) {
        return new VoteRules(new ApprovalsProperties(requesterMayDecide, false, Duration.ofMinutes(10)));
    }

    @Test
    void the_requester_may_decide_only_where_the_configuration_says_so() {
        assertThat(rules(false).refusal(pending(), STARTER, APPROVE, false)).isPresent();
        assertThat(rules(true).refusal(pending(), STARTER, APPROVE, false)).isEmpty();
    }

    @Test
    void time_that_is_up_refuses_everything() {
        assertThat(rules(true).refusal(pending(), STARTER, APPROVE, true)).isPresent();
    }

    @Test
    void a_reason_has_an_end() {
        Ballot endless = Ballot.of(Decision.DENY, "x".repeat(2_001));

        assertThat(rules(true).refusal(pending(), STARTER, endless, false)).isPresent();
    }
}
