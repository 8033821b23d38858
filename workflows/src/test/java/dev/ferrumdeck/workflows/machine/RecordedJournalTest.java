package dev.ferrumdeck.workflows.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Journals that earlier versions of the machine wrote, under lost tasks, stale writers, people and timers: the machine of
 * today, told their version by their plan, must want what was recorded. Histories alone do not show it: on replay Temporal
 * takes the recorded answer of {@code advance} whatever the machine wanted.
 */
class RecordedJournalTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    static Stream<Path> journals() throws IOException, URISyntaxException {
        Path folder = Path.of(Objects.requireNonNull(RecordedJournalTest.class.getResource("/journals"))
                .toURI());
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".json")).sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("journals")
    void a_journal_of_an_earlier_version_replays(Path file) throws IOException {
        JsonNode recorded = JSON.readTree(Files.readString(file));
        List<JournalReplay.Recorded> journal = entries(recorded);

        JournalReplay.Verdict verdict = JournalReplay.of(plan(recorded), journal);

        assertThat(verdict.disagreement()).isNull();
        assertThat(verdict.entries()).isEqualTo(journal.size());
        assertThat(verdict.state().status().isTerminal()).isTrue();
    }

    @Test
    void a_journal_that_wants_something_else_is_found() throws IOException, URISyntaxException {
        JsonNode recorded =
                JSON.readTree(Files.readString(journals().findFirst().orElseThrow()));
        List<JournalReplay.Recorded> journal = entries(recorded);
        JournalReplay.Recorded first = journal.get(0);
        String other = first.body().replace("\"type\":\"open\"", "\"type\":\"reconcile\",\"attempt\":1");
        assertThat(other).isNotEqualTo(first.body());
        journal.set(0, new JournalReplay.Recorded(JSON.readValue(other, Entry.class), other, JournalHash.of(other)));

        assertThat(JournalReplay.of(plan(recorded), journal).disagreement()).startsWith("entry 1: the machine wants");
    }

    private static RunPlan plan(JsonNode recorded) {
        return JSON.treeToValue(recorded.get("plan"), RunPlan.class);
    }

    private static List<JournalReplay.Recorded> entries(JsonNode recorded) {
        List<JournalReplay.Recorded> journal = new ArrayList<>();
        for (JsonNode entry : recorded.get("entries")) {
            String body = JSON.writeValueAsString(entry.get("body"));
            journal.add(new JournalReplay.Recorded(
                    JSON.readValue(body, Entry.class), body, entry.get("hash").asString()));
        }
        return journal;
    }
}
