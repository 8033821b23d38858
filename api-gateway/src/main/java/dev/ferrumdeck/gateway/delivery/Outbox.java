package dev.ferrumdeck.gateway.delivery;

import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import tools.jackson.databind.json.JsonMapper;

/** Takes what a run is to be told, in the transaction that made it true. Thread-safe. */
@Service
public class Outbox {
    /** An outcome of an attempt: {@code Event.Outcome}. */
    public static final String OUTCOME = "outcome";
    /** People decided: {@code Event.Decided}. */
    public static final String DECIDED = "decided";
    /** {@code {by?, reason?}}. */
    public static final String CANCEL = "cancel";
    /** {@code {by?}}. */
    public static final String PAUSE = "pause";
    /** {@code {by?}}. */
    public static final String RESUME = "resume";
    /** {@code {by?, limits}}. */
    public static final String BUDGET = "budget";

    private static final Set<String> SIGNALS = Set.of(CANCEL, PAUSE, RESUME, BUDGET);
    private static final String ADD =
            "INSERT INTO outbox (run_id, kind, body) VALUES (:run, :kind, CAST(:body AS jsonb))";
    /** What people ask of a run is recorded too: nobody believes a signal that is not. */
    private static final String ADD_SIGNAL = "WITH told AS (" + ADD + " RETURNING id, run_id, kind, body)"
            + " INSERT INTO signals (id, run_id, name, body) SELECT id, run_id, kind, body FROM told";

    private final JdbcClient jdbc;
    private final JsonMapper json;
    private final Relay relay;

    Outbox(JdbcClient jdbc, JsonMapper json, Relay relay) {
        this.jdbc = jdbc;
        this.json = json;
        this.relay = relay;
    }

    /**
     * Adds a row, and delivers it after the commit of the current transaction.
     *
     * @param kind one of the constants of this class
     * @param body what the run is told, as an object that becomes JSON; an id is added by the relay where one is due
     */
    public void add(String runId, String kind, Object body) {
        jdbc.sql(SIGNALS.contains(kind) ? ADD_SIGNAL : ADD)
                .param("run", runId)
                .param("kind", kind)
                .param("body", json.writeValueAsString(body))
                .update();
        kickAfterCommit(Lane.of(runId, kind));
    }

    private void kickAfterCommit(Lane lane) {
        if (!TransactionSynchronizationManager.isSynchronizationActive()) {
            relay.kick(lane);
            return;
        }
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                relay.kick(lane);
            }
        });
    }
}
