package dev.ferrumdeck.localstack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class LauncherTest {
    private static final Path ROOT = Layout.findRoot(Path.of(""));

    @Test
    void help_names_the_commands_and_needs_nothing_built() throws IOException, InterruptedException {
        Process launcher = new ProcessBuilder("bash", ROOT.resolve("ferrumdeck").toString(), "--help").start();
        String text = new String(launcher.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);

        assertThat(launcher.waitFor()).isZero();
        assertThat(text).contains("up ", "demo ", "down ", "status ", "logs ", "doctor ", "test ");
    }

    @Test
    void every_command_of_the_stack_is_one_that_the_launcher_passes_on() throws IOException {
        String launcher = java.nio.file.Files.readString(ROOT.resolve("ferrumdeck"));
        String passedOn = launcher.lines()
                .filter(line -> line.strip().startsWith("up |"))
                .findFirst()
                .orElseThrow();
        assertThat(List.of(passedOn.strip().replace(")", "").split(" \\| ", -1)))
                .containsExactlyInAnyOrderElementsOf(
                        Main.commandLine().getSubcommands().keySet());
    }
}
