package dev.ferrumdeck.gateway.testing;

import dev.ferrumdeck.gateway.platform.web.Ids;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Bare rows of runs and attempts, for tests of what hangs on them. */
public final class TestRuns {
    private TestRuns() {}

    /** A running run; its id. */
    public static String run(JdbcClient jdbc, String tenantId) {
        String id = Ids.next("run");
        jdbc.sql("""
                        INSERT INTO runs (id, tenant_id, kind, name, version, definition, plan, input, policy, status,
                            budget, created_by)
                        VALUES (:id, :tenant, 'workflow', 'test', 1, '{}', '{}', '{}', 'default', 'running', '{}', 'test')
                        """).param("id", id).param("tenant", tenantId).update();
        return id;
    }

    /** An attempt that a worker with this key holds; its id. */
    public static String leased(JdbcClient jdbc, String tenantId, String runId, String keyId) {
        String id = Ids.next("att");
        jdbc.sql("""
                        INSERT INTO attempts (id, run_id, tenant_id, step_id, step_path, attempt, type, queue, state,
                            key_id, queue_deadline, step_timeout_ms)
                        VALUES (:id, :run, :tenant, :id, :id, 1, 'tool', 'tool', 'LEASED', :key,
                            clock_timestamp() + interval '1 hour', 60000)
                        """)
                .param("id", id)
                .param("run", runId)
                .param("tenant", tenantId)
                .param("key", keyId)
                .update();
        return id;
    }
}
