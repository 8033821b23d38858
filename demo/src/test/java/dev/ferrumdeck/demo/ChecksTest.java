package dev.ferrumdeck.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ChecksTest {
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final Checks checks = new Checks(new Terminal(
            new PrintStream(printed, true, StandardCharsets.UTF_8), new BufferedReader(new StringReader("")), false));

    @Test
    void a_claim_that_does_not_hold_is_counted_and_shown_with_its_evidence() {
        checks.equal("one and one is two", 2, 1 + 1);
        checks.equal("the refund was made exactly once", 1, 2);

        assertThat(checks.held()).isEqualTo(1);
        assertThat(checks.failed()).isEqualTo(1);
        assertThat(printed.toString(StandardCharsets.UTF_8))
                .contains("ok  one and one is two")
                .contains("NOT TRUE  the refund was made exactly once: expected 1, found 2");
    }
}
