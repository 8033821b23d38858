package dev.ferrumdeck.gateway.runs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferrumdeck.gateway.platform.web.Json;
import dev.ferrumdeck.gateway.testing.GatewayWebTest;
import dev.ferrumdeck.gateway.testing.RunRows;
import jakarta.servlet.Filter;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;
import org.springframework.test.web.servlet.request.MockMvcRequestBuilders;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.context.WebApplicationContext;

/**
 * What a request reads does not grow with what is stored. Rows are counted, not time: PostgreSQL's own counts of the
 * transaction that the request is made in.
 */
class GrowthTest extends GatewayWebTest {
    private static final int FEW = 100;
    private static final int MANY = 100_000;

    @Autowired
    private PlatformTransactionManager transactions;

    @Autowired
    private WebApplicationContext context;

    private MockMvc gateway = MockMvcBuilders.standaloneSetup().build();
    private String tenant = "";
    private String key = "";

    @Test
    void creating_finding_and_listing_read_no_more_rows_at_many_runs_than_at_few() {
        tenant = tenant();
        key = keys.key(tenant, "admin");
        gateway = MockMvcBuilders.webAppContextSetup(context)
                .addFilters(context.getBean("springSecurityFilterChain", Filter.class))
                .build();
        register();
        seed(0, FEW);
        Map<String, Long> few = counts();
        seed(FEW, MANY);
        Map<String, Long> many = counts();

        assertThat(few.get("/v1/runs")).isGreaterThan(50);
        few.forEach((request, rows) -> assertThat(many.get(request))
                .as(request + ": " + few + " at few, " + many + " at many")
                .isLessThanOrEqualTo(rows + 5 + ofOthers()));
    }

    /** What other tests left in these tables; it is there at few and at many, and a plan may pass it by or not. */
    private long ofOthers() {
        return jdbc.sql("SELECT (SELECT count(*) FROM runs WHERE tenant_id <> :tenant)"
                        + " + (SELECT count(*) FROM audit_events WHERE tenant_id <> :tenant)")
                .param("tenant", tenant)
                .query(Long.class)
                .single();
    }

    private Map<String, Long> counts() {
        Map<String, Long> counts = new LinkedHashMap<>();
        String run = "{\"agent\": \"support\", \"input\": {\"message\": \"hello\"}}";
        counts.put(
                "POST /v1/runs",
                rows(MockMvcRequestBuilders.post("/v1/runs")
                        .contentType("application/json")
                        .content(run)));
        for (String list : new String[] {
            "/v1/runs",
            "/v1/runs?status=waiting&limit=1",
            "/v1/runs?status=completed",
            "/v1/runs?name=agent7&limit=2",
            "/v1/runs?since=2026-01-01T00:00:00Z",
            "/v1/runs/run_" + "0".repeat(26),
            "/v1/audit",
            "/v1/audit?action=action.3&limit=10",
            "/v1/audit?actor=key_3&limit=5",
            "/v1/audit?subject=run_7",
            "/v1/approvals",
            "/v1/queues",
            "/v1/workers"
        }) {
            counts.put(list, rows(MockMvcRequestBuilders.get(list)));
        }
        return counts;
    }

    /** Rows that were read from tables, by sequence or by index, while the work was done; nothing of it stays. */
    private long rows(MockHttpServletRequestBuilder request) {
        Long rows = new TransactionTemplate(transactions).execute(status -> {
            long before = read();
            perform(request.header("Authorization", "Bearer " + key));
            long after = read();
            status.setRollbackOnly();
            return after - before;
        });
        return rows == null ? 0 : rows;
    }

    private void perform(MockHttpServletRequestBuilder request) {
        try {
            assertThat(gateway.perform(request).andReturn().getResponse().getStatus())
                    .isLessThan(300);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private long read() {
        return jdbc.sql("""
            SELECT coalesce(sum(coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0)), 0)
            FROM pg_stat_xact_user_tables
            """).query(Long.class).single();
    }

    private void register() {
        RunRows.allowAll(jdbc, tenant, "refunds");
        jdbc.sql("INSERT INTO agents (id, tenant_id, name, latest) VALUES (:id, :tenant, 'support', 1)")
                .param("id", "agt_" + tenant)
                .param("tenant", tenant)
                .update();
        jdbc.sql("INSERT INTO agent_versions (agent_id, version, tenant_id, spec) VALUES (:id, 1, :tenant, :spec)")
                .param("id", "agt_" + tenant)
                .param("tenant", tenant)
                .param("spec", Json.jsonb(RunRows.agent()))
                .update();
        jdbc.sql("INSERT INTO tools (id, tenant_id, name, latest) VALUES (:id, :tenant, 'payments.refund', 1)")
                .param("id", "tol_" + tenant)
                .param("tenant", tenant)
                .update();
        jdbc.sql("""
            INSERT INTO tool_versions (tool_id, version, tenant_id, spec, hash)
            VALUES (:id, 1, :tenant, :spec, 'h')
            """)
                .param("id", "tol_" + tenant)
                .param("tenant", tenant)
                .param("spec", Json.jsonb(RunRows.refund()))
                .update();
    }

    /** Runs, old ones first, one in a hundred of them waiting; an event of the audit for each. */
    private void seed(int from, int to) {
        jdbc.sql("""
            INSERT INTO runs (id, tenant_id, kind, name, version, definition, plan, input, policy, status,
                budget, created_by)
            SELECT 'run_' || lpad(i::text, 26, '0'), :tenant, 'agent', 'agent' || i % 50, 1, '{}', '{}', '{}',
                'default', CASE WHEN i % 100 = 0 THEN 'waiting' ELSE 'completed' END, '{}', 'key_seed'
            FROM generate_series(:from, :to - 1) i
            """)
                .param("tenant", tenant)
                .param("from", from)
                .param("to", to)
                .update();
        jdbc.sql("""
            INSERT INTO audit_events (id, tenant_id, actor, action, subject, seq, previous_hash, hash)
            SELECT 'aud_' || lpad(i::text, 26, '0'), :tenant, 'key_' || i % 20, 'action.' || i % 10,
                'run_' || i, i + 1, '', ''
            FROM generate_series(:from, :to - 1) i
            """)
                .param("tenant", tenant)
                .param("from", from)
                .param("to", to)
                .update();
        jdbc.sql("ANALYZE runs, audit_events").update();
    }
}
