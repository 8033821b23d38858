package dev.ferrumdeck.localstack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ProcessIdTest {
    private Process process;

    @BeforeEach
    void start() throws IOException {
        process = new ProcessBuilder("sleep", "300").start();
    }

    @AfterEach
    void end() {
        process.destroyForcibly();
    }

    @Test
    void a_process_is_alive_until_it_ends() throws InterruptedException {
        ProcessId id = ProcessId.of(process);
        assertThat(id.alive()).isTrue();

        process.destroyForcibly().waitFor();
        assertThat(id.alive()).isFalse();
    }

    @Test
    void the_same_pid_with_another_birth_is_somebody_else() {
        ProcessId other = new ProcessId(process.pid(), "00000000:1");
        assertThat(other.alive()).isFalse();

        other.end(Duration.ZERO);
        assertThat(process.isAlive()).as("a stranger is left alone").isTrue();
    }

    @Test
    void the_birth_is_the_same_at_every_look() {
        assertThat(ProcessId.of(process.pid()))
                .isEqualTo(ProcessId.of(process.pid()))
                .isPresent();
    }

    @Test
    void ends_even_a_frozen_process() throws InterruptedException {
        ProcessId id = ProcessId.of(process);
        id.signal("STOP");

        id.end(Duration.ofSeconds(5));
        assertThat(process.waitFor(5, TimeUnit.SECONDS)).isTrue();
        assertThat(id.alive()).isFalse();
    }

    @Test
    void nobody_has_the_pid_of_nobody() {
        assertThat(ProcessId.of(Long.MAX_VALUE)).isEmpty();
    }
}
