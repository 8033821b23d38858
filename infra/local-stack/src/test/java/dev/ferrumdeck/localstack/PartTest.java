package dev.ferrumdeck.localstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PartTest {
    @TempDir
    private Path folder;

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final Queue<String> notes = new ConcurrentLinkedQueue<>();
    private volatile boolean diskFull;
    private final AtomicInteger recorded = new AtomicInteger();
    private final List<Part> parts = new ArrayList<>();

    @AfterEach
    void end() {
        parts.forEach(Part::stop);
        timer.shutdownNow();
    }

    @Test
    void what_dies_is_started_again_and_the_new_process_is_on_record() {
        Part part = part("sleep", "300");
        part.start();
        long first = part.awaitReady().pid().orElseThrow();

        part.kill();
        long second = part.awaitReady().pid().orElseThrow();

        assertThat(second).isNotEqualTo(first);
        assertThat(recorded).hasValue(2);
        assertThat(notes).singleElement().asString().contains("thing ended (137)");
    }

    @Test
    void what_is_stopped_stays_down_until_it_is_started() {
        Part part = part("sleep", "300");
        part.start();
        part.awaitReady();

        part.stop();
        assertThat(part.isReady()).isFalse();
        assertThat(part.pid()).isEmpty();
        assertThat(notes).isEmpty();

        part.start();
        assertThat(part.awaitReady().pid()).isPresent();
    }

    @Test
    void a_paused_process_lives_and_goes_on_after_resume() {
        Part part = part("sleep", "300");
        part.start();
        long pid = part.awaitReady().pid().orElseThrow();

        part.pause();
        await().until(() -> stateOf(pid).equals("T"));
        part.resume();
        await().until(() -> stateOf(pid).equals("S"));
        assertThat(part.pid()).hasValue(pid);
    }

    @Test
    void a_program_that_ends_at_once_is_given_up_with_its_log_and_the_remedy() {
        Part part = part("sh", "-c", "echo cannot find the thing; exit 3");
        part.start();

        assertThatThrownBy(part::awaitReady)
                .isInstanceOf(StackFailure.class)
                .hasMessageContaining("The thing ends right after its start")
                .hasMessageContaining("log: " + folder.resolve("thing.log"))
                .hasMessageContaining("cannot find the thing")
                .hasMessageContaining("fix: buy a thing");
    }

    @Test
    void a_record_that_cannot_be_written_does_not_end_supervision() {
        Part part = part("sleep", "300");
        part.start();
        long first = part.awaitReady().pid().orElseThrow();
        diskFull = true;

        part.kill();

        assertThat(part.awaitReady().pid().orElseThrow()).isNotEqualTo(first);
    }

    @Test
    void a_port_that_somebody_else_holds_is_no_health() throws java.io.IOException {
        try (var other = new java.net.ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress())) {
            Part part = new Part(
                    new Thing(List.of("sleep", "300"), true, "127.0.0.1:" + other.getLocalPort()),
                    folder.resolve("thing.log"),
                    new TestHost());
            parts.add(part);
            part.start();

            assertThat(part.pid()).isPresent();
            assertThat(part.isReady()).isFalse();
            assertThat(Listening.by(ProcessHandle.current(), other.getLocalPort()))
                    .isTrue();
        }
    }

    @Test
    void the_back_off_doubles_and_is_bounded() {
        assertThat(List.of(Part.backOff(1), Part.backOff(2), Part.backOff(3)))
                .containsExactly(Duration.ofMillis(100), Duration.ofMillis(200), Duration.ofMillis(400));
        assertThat(Part.backOff(1000)).isEqualTo(Duration.ofSeconds(5));
    }

    private static String stateOf(long pid) throws java.io.IOException {
        String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
        return stat.substring(stat.lastIndexOf(')') + 2, stat.lastIndexOf(')') + 3);
    }

    private Part part(String... command) {
        Part part = new Part(
                new Thing(List.of(command), command[0].equals("sleep"), ""),
                folder.resolve("thing.log"),
                new TestHost());
        parts.add(part);
        return part;
    }

    private final class TestHost implements Part.Host {
        @Override
        public ScheduledExecutorService timer() {
            return timer;
        }

        @Override
        public void changed() {
            recorded.incrementAndGet();
            if (diskFull) {
                throw new IllegalStateException("No space left on device");
            }
        }

        @Override
        public void note(String text) {
            notes.add(text);
        }
    }

    private record Thing(List<String> words, boolean ready, String address) implements PartSpec {
        @Override
        public String name() {
            return "thing";
        }

        @Override
        public String title() {
            return "The thing";
        }

        @Override
        public ProcessBuilder command() {
            return new ProcessBuilder(words);
        }

        @Override
        public String remedy() {
            return "buy a thing";
        }
    }
}
