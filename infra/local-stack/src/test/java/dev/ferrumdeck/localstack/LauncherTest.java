package dev.ferrumdeck.localstack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class LauncherTest {
    @org.junit.jupiter.api.io.TempDir
    private Path folder = Path.of("");

    private static final Path ROOT = Layout.findRoot(Path.of(""));

    @Test
    void help_names_the_commands_and_needs_nothing_built() throws IOException, InterruptedException {
        Process launcher = new ProcessBuilder("bash", ROOT.resolve("ferrumdeck").toString(), "--help").start();
        String text = new String(launcher.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);

        assertThat(launcher.waitFor()).isZero();
        assertThat(text).contains("up ", "demo ", "down ", "status ", "logs ", "doctor ", "test ");
    }

    @Test
    void arguments_are_utf_8_whatever_the_locale() throws IOException, InterruptedException {
        Path echo = java.nio.file.Files.writeString(folder.resolve("Echo.java"), """
                class Echo {
                    public static void main(String[] words) {
                        System.out.print(words[0].codePointAt(0));
                    }
                }
                """);
        String prologue = java.nio.file.Files.readString(ROOT.resolve("ferrumdeck"))
                .lines()
                .dropWhile(line -> !line.startsWith("case \"${LC_ALL"))
                .takeWhile(line -> !line.isEmpty())
                .collect(java.util.stream.Collectors.joining("\n"));
        String jvm = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        for (String locale : List.of("POSIX", "C", "", "en_US.ISO-8859-1")) {
            ProcessBuilder shell =
                    new ProcessBuilder("bash", "-c", prologue + "\nexec " + jvm + " " + echo + " $'\\xc3\\xbc'");
            shell.environment().keySet().removeIf(name -> name.startsWith("LC_") || name.equals("LANG"));
            shell.environment().put("LC_ALL", locale);
            Process process = shell.start();
            assertThat(new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8))
                    .as(locale)
                    .isEqualTo("252");
            assertThat(process.waitFor()).isZero();
        }
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
