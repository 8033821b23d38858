package dev.ferrumdeck.gateway.approvals;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferrumdeck.contracts.ErrorCode;
import dev.ferrumdeck.gateway.testing.GatewayWebTest;
import dev.ferrumdeck.gateway.testing.RunRows;
import dev.ferrumdeck.workflows.machine.Event;
import dev.ferrumdeck.workflows.machine.Verdict;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** The door as control uses it. */
class ApprovalsTest extends GatewayWebTest {
    private static final Voter ANNA = new Voter("key_anna", "key_anna", "anna", Set.of("approver"), Voter.VIA_REST);

    @Autowired
    private Approvals approvals;

    private String tenant = "";
    private String run = "";

    @BeforeEach
    void create() {
        tenant = tenant();
        run = RunRows.running(jdbc, tenant, "key_starter");
    }

    private String request() {
        return approvals.request(ApprovalFixture.ofCall(tenant, run, "key_starter"));
    }

    @Test
    void asking_twice_answers_the_first_approval() {
        assertThat(request()).startsWith("apr_").isEqualTo(request());
    }

    @Test
    void what_was_asked_is_found_as_it_was() {
        Approval approval = approvals.find(request()).orElseThrow();

        assertThat(approval.status()).isEqualTo(ApprovalStatus.PENDING);
        assertThat(approval.question().tool()).isEqualTo("payments.refund");
        assertThat(approval.effectiveArgsSha256()).isEqualTo(approval.question().argsSha256());
        assertThat(approval.terms().expiresIn()).isBetween(Duration.ofMinutes(59), Duration.ofMinutes(61));
        assertThat(approval.isEdited()).isFalse();
    }

    @Test
    void expiry_decides_what_nobody_decided() {
        String id = request();

        Event.Decided decided = approvals.expire(id);

        assertThat(decided.verdict()).isEqualTo(Verdict.EXPIRED);
        assertThat(decided.step()).isEqualTo(ApprovalFixture.CALL);
        assertThat(decided.contextTokens()).isPositive();
        assertThat(approvals.expire(id)).isEqualTo(decided);
    }

    @Test
    void an_early_decision_outlives_the_expiry() {
        String id = request();
        approvals.vote(tenant, id, ANNA, Ballot.of(Decision.APPROVE, "fine"));

        assertThat(approvals.expire(id).verdict()).isEqualTo(Verdict.APPROVED);
    }

    @Test
    void closing_a_step_leaves_the_others_pending() {
        String ofCall = request();
        String ofStep = approvals.request(ApprovalFixture.ofStep(tenant, run, "key_starter"));

        assertThat(approvals.close(run, ApprovalFixture.CALL)).isOne();

        assertThat(approvals.find(ofCall).orElseThrow().status()).isEqualTo(ApprovalStatus.CLOSED);
        assertThat(approvals.find(ofStep).orElseThrow().status()).isEqualTo(ApprovalStatus.PENDING);
        assertThat(approvals.close(run, null)).isOne();
    }

    @Test
    void a_vote_on_a_closed_approval_is_refused_with_what_happened() {
        String id = request();
        approvals.close(run, null);

        VoteResult result = approvals.vote(tenant, id, ANNA, Ballot.of(Decision.APPROVE, null));

        assertThat(result).isInstanceOfSatisfying(VoteResult.Refused.class, refused -> {
            assertThat(refused.code()).isEqualTo(ErrorCode.ALREADY_DECIDED);
            assertThat(refused.detail()).contains("closed");
        });
    }

    @Test
    void an_approval_is_used_by_one_step_and_again_by_its_retry() {
        String id = request();
        assertThat(approvals.consume(id, "stp_a")).isFalse();
        approvals.vote(tenant, id, ANNA, Ballot.of(Decision.APPROVE, null));

        assertThat(approvals.consume(id, "stp_a")).isTrue();
        assertThat(approvals.consume(id, "stp_a")).isTrue();
        assertThat(approvals.consume(id, "stp_b")).isFalse();
    }

    @Test
    void an_approved_call_says_nothing_to_the_model() {
        String id = request();
        approvals.vote(tenant, id, ANNA, Ballot.of(Decision.APPROVE, "a long reason"));

        assertThat(approvals.expire(id).contextTokens()).isZero();
    }
}
