package dev.ferrumdeck.gateway.approvals;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferrumdeck.gateway.access.TestKeys;
import dev.ferrumdeck.gateway.audit.Audit;
import dev.ferrumdeck.gateway.testing.Answer;
import dev.ferrumdeck.gateway.testing.GatewayWebTest;
import dev.ferrumdeck.gateway.testing.RunRows;
import dev.ferrumdeck.workflows.machine.Command;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.support.TransactionTemplate;

/** Votes that come to a run as plain Temporal signals. */
class SignalVotesTest extends GatewayWebTest {
    @Autowired
    private Approvals approvals;

    @Autowired
    private ApprovalStore store;

    @Autowired
    private TicketOffice tickets;

    @Autowired
    private Voting voting;

    @Autowired
    private Audit audit;

    @Autowired
    private TransactionTemplate transactions;

    private String tenant = "";
    private String starter = "";
    private String anna = "";
    private String run = "";
    private String approval = "";

    @BeforeEach
    void create() {
        tenant = tenant();
        starter = keys.key(tenant, "developer", "approver");
        anna = keys.key(tenant, "approver");
        run = RunRows.running(jdbc, tenant, TestKeys.idOf(starter));
        approval = approvals.request(ApprovalFixture.ofCall(tenant, run, TestKeys.idOf(starter)));
    }

    private void signal(Map<String, Object> body) {
        approvals.voteFromSignal(tenant, run, new Command.Vote("sig_1", body));
    }

    private void trustedSignal(Map<String, Object> body) {
        ApprovalsProperties trusting = new ApprovalsProperties(false, true, Duration.ofMinutes(1));
        SignalVotes signals = new SignalVotes(store, tickets, voting, trusting, audit);
        transactions.executeWithoutResult(status -> signals.take(tenant, run, body));
    }

    private Map<String, Object> approve(String ticket) {
        return Map.of("approval_id", approval, "decision", "approve", "ticket", ticket);
    }

    private String ticket(String key, String body) {
        return post(key, "/v1/approvals/" + approval + "/ticket", body).text("/ticket");
    }

    private String status() {
        return approvals.find(approval).orElseThrow().status().wireName();
    }

    @Test
    void an_unsigned_signal_does_not_count_and_is_audited() {
        signal(Map.of("approval_id", approval, "decision", "approve"));

        assertThat(status()).isEqualTo("pending");
        assertThat(RunRows.audit(jdbc, approval)).containsExactly("approval.vote_refused");
    }

    @Test
    void an_unsigned_signal_counts_where_the_configuration_says_so_and_is_audited_as_such() {
        trustedSignal(Map.of("approval_id", approval, "decision", "approve"));

        assertThat(status()).isEqualTo("approved");
        assertThat(get(anna, "/v1/approvals/" + approval).text("/votes/0/voter"))
                .isEqualTo("temporal-signal");
        assertThat(RunRows.outbox(jdbc, run, "decided")).hasSize(1);
    }

    @Test
    void a_ticket_names_the_person() {
        signal(approve(ticket(anna, "{}")));

        assertThat(status()).isEqualTo("approved");
        assertThat(get(anna, "/v1/approvals/" + approval).text("/decided_by")).isEqualTo(TestKeys.idOf(anna));
        assertThat(get(anna, "/v1/approvals/" + approval).text("/votes/0/via")).isEqualTo("temporal-signal");
    }

    @Test
    void a_ticket_for_one_decision_is_good_for_no_other() {
        signal(approve(ticket(anna, "{\"decision\": \"deny\"}")));

        assertThat(status()).isEqualTo("pending");
    }

    @Test
    void a_bad_ticket_is_refused_even_where_unsigned_signals_are_trusted() {
        trustedSignal(approve(ticket(anna, "{}") + "x"));

        assertThat(status()).isEqualTo("pending");
    }

    @Test
    void a_ticket_of_a_revoked_key_is_worth_nothing() {
        String ticket = ticket(anna, "{}");
        jdbc.sql("UPDATE api_keys SET revoked_at = clock_timestamp() WHERE id = :id")
                .param("id", TestKeys.idOf(anna))
                .update();

        signal(approve(ticket));

        assertThat(status()).isEqualTo("pending");
    }

    @Test
    void tickets_are_for_those_who_could_vote_themselves() {
        Answer ofStarter = post(starter, "/v1/approvals/" + approval + "/ticket", "{}");
        Answer ofViewer = post(keys.key(tenant, "viewer"), "/v1/approvals/" + approval + "/ticket", "{}");

        assertThat(ofStarter.status()).isEqualTo(403);
        assertThat(ofViewer.status()).isEqualTo(403);
        assertThat(post(keys.key(tenant(), "approver"), "/v1/approvals/" + approval + "/ticket", "{}")
                        .status())
                .isEqualTo(404);
    }

    @Test
    void whatever_a_signal_says_nothing_is_thrown() {
        Map<String, Object> odd = new HashMap<>();
        odd.put("approval_id", 7);
        odd.put("decision", null);
        List<Map<String, Object>> bodies = List.of(
                Map.of(),
                odd,
                Map.of("approval_id", "apr_\0", "decision", "approve"),
                Map.of("approval_id", approval, "decision", List.of("approve")),
                Map.of("approval_id", approval, "decision", "app\0rove"),
                Map.of("approval_id", approval, "decision", "edit"),
                Map.of("approval_id", approval, "decision", "edit", "arguments", Map.of("a", "\0")),
                Map.of("approval_id", approval, "decision", "deny", "reason", "\0"),
                Map.of("approval_id", "apr_01K00000000000000000000000", "decision", "approve"));

        bodies.forEach(this::signal);
        bodies.forEach(this::trustedSignal);

        assertThat(status()).isEqualTo("pending");
    }

    @Test
    void an_approval_of_another_run_is_out_of_reach() {
        String other = RunRows.running(jdbc, tenant, "key_x");
        ApprovalsProperties trusting = new ApprovalsProperties(false, true, Duration.ofMinutes(1));
        transactions.executeWithoutResult(status -> new SignalVotes(store, tickets, voting, trusting, audit)
                .take(tenant, other, Map.of("approval_id", approval, "decision", "approve")));

        assertThat(status()).isEqualTo("pending");
    }
}
