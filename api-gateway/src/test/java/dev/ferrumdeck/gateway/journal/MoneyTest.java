package dev.ferrumdeck.gateway.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferrumdeck.gateway.attempts.Acceptance;
import dev.ferrumdeck.gateway.delivery.Signals;
import dev.ferrumdeck.workflows.machine.Event;
import dev.ferrumdeck.workflows.machine.RunStatus;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

/** Whatever a worker says of a model call, or does not say, the ledgers add up and nothing is free. */
class MoneyTest extends ControlTestBase {
    private static final Map<String, Object> ANSWER =
            Map.of("text", "hi", "tool_calls", List.of(), "finish_reason", "stop");
    private static final Map<String, Object> FAILED =
            Map.of("code", "provider-unavailable", "message", "it broke off", "retryable", true);
    private static final Map<String, Object> REFUSED =
            Map.of("code", "provider-rejected", "message", "no such model", "retryable", false);

    /** What a worker may say, and what it costs: so many tokens, or the reservation. */
    @SuppressWarnings("ImmutableEnumChecker") // the maps are unmodifiable
    enum Said {
        USAGE("completed", usage(100, 10), 110),
        NO_USAGE("completed", Map.of(), null),
        ZERO_BESIDE_TEXT("completed", usage(0, 0), null),
        NOTHING_IN("completed", usage(0, 10), null),
        NEGATIVE("completed", usage(-100, 10), null),
        ABSURD("completed", usage(1_000_000_000_000_000L, 10), null),
        FAR_ABOVE_THE_RESERVATION("completed", usage(50_000_000, 10), null),
        PARTS_ABOVE_THE_WHOLE(
                "completed", Map.of("input_tokens", 100, "output_tokens", 10, "cached_input_tokens", 101), null),
        FAILED_WITH_USAGE("failed", usage(100, 3), 103),
        FAILED_WITHOUT("failed", Map.of(), null),
        REFUSED_BY_THE_PROVIDER("failed", usage(0, 0), 0),
        RELEASED("released", Map.of(), null),
        RELEASED_UNMADE("released", usage(0, 0), 0),
        CANCELLED("cancelled", Map.of(), null),
        CANCELLED_WITH_USAGE("cancelled", usage(100, 1), 101),
        SILENT("", Map.of(), null),
        SILENT_THEN_LATE_WITH_USAGE("late", usage(100, 10), 110),
        SILENT_THEN_LATE_WITHOUT("late", Map.of(), null);

        final String status;
        final Map<String, Object> usage;
        final @Nullable Integer tokens;

        Said(String status, Map<String, Object> usage, @Nullable Integer tokens) {
            this.status = status;
            this.usage = usage;
            this.tokens = tokens;
        }

        private static Map<String, Object> usage(long input, long output) {
            return Map.of("input_tokens", input, "output_tokens", output);
        }
    }

    @Autowired
    private Acceptance acceptance;

    private String budget = "";
    private RunDriver run = RunDriver.NONE;

    @BeforeEach
    void talker() {
        policy(ALLOW_ALL);
        agent("{name: talker, model: {provider: scripted, name: m, max_tokens: 100}, system_prompt: hi, tools: []}");
        budget = "bud_" + tenant;
        execute(
                "INSERT INTO budgets (id, tenant_id, scope, scope_name, limits)"
                        + " VALUES (?, ?, 'tenant', ?, '{\"tokens\": 1000000000}')",
                budget,
                tenant,
                tenant);
    }

    @ParameterizedTest
    @EnumSource(Said.class)
    void each_ending_of_a_call_has_its_price(Said said) {
        run = runAgent("talker", Map.of("message", "hello")).start();
        String attempt = attemptId(run, "agent/llm-1", 1);
        say(attempt, said);
        end();
        assertThat(text("SELECT CAST(estimated AS text) FROM attempts WHERE id = ?", attempt))
                .isEqualTo(String.valueOf(said.tokens == null));
        assertThat(count("SELECT spent_tokens FROM budgets WHERE id = ?", budget))
                .isEqualTo(price(attempt, said));
        String viewer = keys.key(tenant, "viewer");
        assertThat(get(viewer, "/v1/runs/" + run.id() + "/budget")
                        .json()
                        .at("/estimated_calls")
                        .asInt())
                .isEqualTo(said.tokens == null ? 1 : 0);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void any_sequence_of_endings_adds_up(long seed) {
        Random random = new Random(seed);
        long expected = 0;
        for (int i = 0; i < 4; i++) {
            run = runAgent("talker", Map.of("message", "hello")).start();
            for (int number = 1; isLive(number); number++) {
                Said said = Said.values()[random.nextInt(Said.values().length)];
                String attempt = attemptId(run, "agent/llm-1", number);
                say(attempt, said);
                deliver(run);
                expected += price(attempt, said);
            }
            end();
        }
        assertThat(count("SELECT spent_tokens FROM budgets WHERE id = ?", budget))
                .isEqualTo(expected);
        assertThat(count("SELECT reserved_tokens FROM budgets WHERE id = ?", budget))
                .isZero();
    }

    private boolean isLive(int number) {
        return count(
                        "SELECT count(*) FROM attempts WHERE run_id = ? AND attempt = ? AND state = 'READY'",
                        run.id(),
                        number)
                == 1;
    }

    /** Brings the run to its end, if it has none: what was not begun costs nothing. */
    private void end() {
        if (count("SELECT count(*) FROM attempts WHERE run_id = ? AND NOT settled AND outcome IS NOT NULL", run.id())
                > 0) {
            deliver(run);
        }
        if (run.state.status() == RunStatus.RUNNING) {
            run.give(new Event.CancelRequested(Signals.CANCELLATION, null, null));
            run.settle();
        }
        assertThat(count("SELECT reserved_tokens FROM budgets WHERE id = ?", budget))
                .isZero();
    }

    private void say(String attempt, Said said) {
        JsonNode job = claim(attempt, "llm").json();
        switch (said.status) {
            case "completed" -> report(job, "completed", ANSWER, null, said.usage);
            case "failed" ->
                report(job, "failed", null, said == Said.REFUSED_BY_THE_PROVIDER ? REFUSED : FAILED, said.usage);
            case "released", "cancelled" -> report(job, said.status, null, null, said.usage);
            default -> {
                execute(
                        "UPDATE attempts SET lease_expires_at = clock_timestamp() - interval '1 s' WHERE id = ?",
                        attempt);
                acceptance.expire(attempt);
                if (said.status.equals("late")) {
                    assertThat(report(job, "completed", ANSWER, null, said.usage)
                                    .status())
                            .isEqualTo(410);
                }
            }
        }
    }

    private long price(String attempt, Said said) {
        return said.tokens != null
                ? said.tokens
                : count("SELECT (reserved->>'tokens')::bigint FROM attempts WHERE id = ?", attempt);
    }
}
