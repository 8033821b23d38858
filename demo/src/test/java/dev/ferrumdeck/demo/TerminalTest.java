package dev.ferrumdeck.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class TerminalTest {
    private static final String POISON = "\u001b[2J\u009b31m\u202e\u200b\r\nok  FORGED \u0001green";

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final Terminal terminal = new Terminal(
            new PrintStream(bytes, true, StandardCharsets.UTF_8), new BufferedReader(new StringReader("")), true);

    @Test
    void what_tools_and_models_say_is_one_visible_line() {
        terminal.line("%s %s", POISON, terminal.red(POISON));
        terminal.line(POISON);
        terminal.ask(POISON, () -> true);

        String printed = bytes.toString(StandardCharsets.UTF_8);
        assertThat(printed.replace("\u001b[31m", "").replace("\u001b[0m", ""))
                .doesNotContainPattern("[\\p{Cntrl}&&[^\\n]]");
        assertThat(printed).doesNotContain("\u202e").doesNotContain("\u200b");
        assertThat(printed.lines()).noneMatch(line -> line.startsWith("ok"));
    }

    @Test
    void our_own_colours_stay() {
        terminal.line(terminal.green("done") + "  yes");
        assertThat(bytes.toString(StandardCharsets.UTF_8))
                .isEqualTo("\u001b[32mdone\u001b[0m  yes" + System.lineSeparator());
    }
}
