package dev.ferrumdeck.localstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** PostgreSQL, Redis and Temporal for real, once: started, killed, left behind, started again. */
class BackendsTest {
    private static final Set<String> BACKENDS = Set.of("postgres", "redis", "temporal");

    @TempDir
    private Path home;

    @Test
    void data_outlives_kills_restarts_and_a_new_stack() throws SQLException, IOException {
        try (LocalStack stack = LocalStack.start(options())) {
            execute(stack, "CREATE TABLE kept (word text)", "INSERT INTO kept VALUES ('still here')");
            assertThat(Health.http(stack.urls().temporalUi())).isTrue();
            assertThat(Health.http(stack.urls().temporalMetrics())).isTrue();

            for (String name : BACKENDS) {
                long before = stack.part(name).pid().orElseThrow();
                stack.part(name).kill();
                assertThat(stack.part(name).awaitReady().pid().orElseThrow()).isNotEqualTo(before);
            }
            assertThat(kept(stack)).isEqualTo("still here");
            assertThatThrownBy(() -> LocalStack.start(options()))
                    .isInstanceOf(StackFailure.class)
                    .hasMessageContaining("another supervisor already uses");
        }
        assertThat(home.resolve("stack.json")).doesNotExist();

        try (LocalStack again = LocalStack.start(options())) {
            assertThat(kept(again)).isEqualTo("still here");
        }
    }

    @Test
    void what_a_dead_supervisor_left_behind_is_ended_and_nothing_else() throws IOException {
        Process orphan = new ProcessBuilder("sleep", "300").start();
        Process stranger = new ProcessBuilder("sleep", "300").start();
        try {
            record(home, ProcessId.of(orphan), new ProcessId(stranger.pid(), "00000000:1"));
            try (LocalStack stack = LocalStack.start(options().withOnly(Set.of("redis")))) {
                assertThat(orphan.isAlive()).isFalse();
                assertThat(stranger.isAlive()).isTrue();
                assertThat(stack.part("redis").isReady()).isTrue();
            }
        } finally {
            orphan.destroyForcibly();
            stranger.destroyForcibly();
        }
    }

    private static void record(Path home, ProcessId orphan, ProcessId stranger) throws IOException {
        Files.createDirectories(home);
        new StackState(
                        StackState.Phase.READY,
                        java.util.Optional.empty(),
                        StackUrls.none(),
                        StartedWith.nothing(),
                        java.util.List.of(
                                new StackState.Entry("redis", orphan, ""),
                                new StackState.Entry("worker", stranger, "")))
                .write(home.resolve("stack.json"));
    }

    private Options options() {
        return Options.forTest(home).withOnly(BACKENDS);
    }

    private static void execute(LocalStack stack, String... statements) throws SQLException {
        try (var connection = DriverManager.getConnection(stack.urls().postgres());
                var statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private static String kept(LocalStack stack) throws SQLException {
        try (var connection = DriverManager.getConnection(stack.urls().postgres());
                var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT word FROM kept")) {
            return rows.next() ? rows.getString(1) : "";
        }
    }
}
