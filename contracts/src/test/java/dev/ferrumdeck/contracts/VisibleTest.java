package dev.ferrumdeck.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VisibleTest {

    @Test
    void what_people_see_stays_as_it_is() {
        String text = "Grüße, 東京! naïve 😀 −1 ½ $ \\ \"";
        assertThat(Visible.line(text)).isSameAs(text);
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                0x00, 0x07, 0x08, 0x0D, 0x1B, 0x7F, 0x85, 0x9B, 0x9D, 0xAD, 0x034F, 0x061C, 0x115F, 0x180E, 0x200B,
                0x200D, 0x200E, 0x2028, 0x2029, 0x202E, 0x2060, 0x2066, 0x2069, 0x3164, 0xD800, 0xDFFF, 0xE000, 0xFE0F,
                0xFEFF, 0xFFA0, 0xFFF9, 0xE0001, 0xE0041, 0xE0100
            })
    void what_moves_the_cursor_or_is_not_seen_becomes_its_code(int code) {
        String shown = Visible.line("a" + Character.toString(code) + "b");
        assertThat(shown).startsWith("a\\").endsWith("b");
        assertThat(shown.codePoints()).allMatch(Visible::isVisible);
    }

    @Test
    void a_value_is_one_line_and_an_output_keeps_its_lines() {
        assertThat(Visible.line("a\nb\tc\r")).isEqualTo("a\\nb\\tc\\r");
        assertThat(Visible.text("a\nb\tc\r")).isEqualTo("a\nb\tc\\r");
    }

    @Test
    void any_text_whatever_the_pieces_it_is_written_in_comes_out_visible_and_the_same() {
        RandomGenerator random = RandomGenerator.of("L64X128MixRandom");
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 20_000; i++) {
            text.append((char) random.nextInt(0x10000));
        }
        StringWriter shown = new StringWriter();
        try (PrintWriter out = new PrintWriter(new VisibleWriter(shown))) {
            for (int i = 0; i < text.length(); ) {
                int end = Math.min(text.length(), i + 1 + random.nextInt(7));
                out.write(text.substring(i, end));
                i = end;
            }
        }
        assertThat(shown.toString()).isEqualTo(Visible.text(text.toString()));
        assertThat(shown.toString().codePoints()).allMatch(it -> it == '\n' || it == '\t' || Visible.isVisible(it));
    }

    @Test
    void a_full_disk_is_said() {
        VisibleWriter full = new VisibleWriter(new Writer() {
            @Override
            public void write(char[] chars, int from, int length) throws IOException {
                throw new IOException("No space left on device");
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        });
        new PrintWriter(full).println("hello");
        assertThatThrownBy(full::check).hasMessage("No space left on device");
    }
}
