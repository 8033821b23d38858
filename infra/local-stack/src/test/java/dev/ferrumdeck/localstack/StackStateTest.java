package dev.ferrumdeck.localstack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StackStateTest {
    @TempDir
    private Path folder;

    private static final ProcessId ME =
            ProcessId.of(ProcessHandle.current().pid()).orElseThrow();
    private static final ProcessId GONE = new ProcessId(ME.pid(), "00000000:1");
    private static final StackState STATE = new StackState(
            StackState.Phase.READY,
            Optional.of(ME),
            new StackUrls("jdbc:x", "redis://y", "z:1", "http://ui", "http://m", "http://g"),
            new StartedWith("ferrumdeck-1", "PT3S", Map.of("OPENAI_API_KEY", "0a"), Map.of("api-gateway", "1b")),
            List.of(new StackState.Entry("gateway", ME, "http://g"), new StackState.Entry("worker", GONE, "")));

    @Test
    void what_is_written_is_read_again() throws IOException {
        Path file = folder.resolve("stack.json");
        STATE.write(file);
        assertThat(StackState.read(file)).contains(STATE);
    }

    @Test
    void names_the_places_that_others_read() throws IOException {
        Path file = folder.resolve("stack.json");
        STATE.write(file);
        assertThat(Files.readString(file).replaceAll("\\s", ""))
                .contains("\"postgres\":{\"url\":\"jdbc:x\"}")
                .contains("\"redis\":{\"url\":\"redis://y\"}")
                .contains("\"temporal\":{\"address\":\"z:1\",\"ui\":\"http://ui\",\"metrics\":\"http://m\"}")
                .contains("\"gateway\":{\"url\":\"http://g\",\"identity\":\"ferrumdeck-1\",\"pid\":" + ME.pid() + "}")
                .contains("\"workers\":[{\"pid\":" + ME.pid() + ",\"pool\":\"java\"}]")
                .contains("\"supervisor\":{\"pid\":" + ME.pid());
    }

    @Test
    void only_its_owner_can_read_it_because_it_holds_the_password_of_the_database() throws IOException {
        Path file = folder.resolve("stack.json");
        STATE.write(file);
        assertThat(Files.getPosixFilePermissions(file))
                .map(Enum::name)
                .containsExactlyInAnyOrder("OWNER_READ", "OWNER_WRITE");
    }

    @Test
    void counts_a_process_as_alive_only_when_pid_and_birth_agree() {
        assertThat(STATE.alive()).extracting(StackState.Entry::name).containsExactly("gateway");
        assertThat(STATE.supervised()).isTrue();
    }

    @Test
    void a_missing_or_broken_record_is_no_record() throws IOException {
        assertThat(StackState.read(folder.resolve("none.json"))).isEmpty();
        Path broken = Files.writeString(folder.resolve("broken.json"), "{\"phase\": ");
        assertThat(StackState.read(broken)).isEmpty();
    }
}
