package dev.ferrumdeck.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WorkerInitTest extends CommandLineTest {
    private final Path root = Path.of("..").toAbsolutePath().normalize();

    @BeforeEach
    void in_a_checkout() {
        env.put("FERRUMDECK_ROOT", root.toString());
    }

    @Test
    void writes_the_tested_example_and_says_what_comes_next() throws IOException {
        Path tools = folder.resolve("a/new folder's");

        Call call = call("worker", "init", "--lang", "python", tools.toString());

        assertThat(call.exitCode()).as(call.err()).isZero();
        assertThat(tools.resolve("my_tools.py"))
                .hasSameTextualContentAs(root.resolve("python-worker/examples/my_tools.py"));
        assertThat(call.out())
                .contains(
                        "new folder'\\''s/my_tools.py' > '",
                        "ferrumdeck_worker manifest",
                        "./ferrumdeck apply",
                        "./ferrumdeck key create --role worker");
    }

    @Test
    void overwrites_nothing() throws IOException {
        Path mine = Files.writeString(folder.resolve("my_tools.py"), "mine");

        Call call = call("worker", "init", "--lang", "python", folder.toString());

        assertThat(call.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(call.err()).contains("is there already");
        assertThat(mine).hasContent("mine");
    }

    @Test
    void knows_no_other_language() {
        assertThat(call("worker", "init", "--lang", "cobol", folder.toString()).exitCode())
                .isEqualTo(ExitCode.USAGE);
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void says_where_it_could_not_write() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");

        Call call =
                call("worker", "init", "--lang", "python", file.resolve("under").toString());

        assertThat(call.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(call.err()).contains("cannot write");
    }
}
