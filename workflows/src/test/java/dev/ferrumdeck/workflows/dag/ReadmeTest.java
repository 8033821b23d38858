package dev.ferrumdeck.workflows.dag;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferrumdeck.policy.PolicyParser;
import dev.ferrumdeck.policy.spec.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the README shows is valid: every YAML document in it is parsed as what it says it is. */
class ReadmeTest {

    static Stream<String> documents() throws IOException {
        String readme = Files.readString(Path.of("..", "README.md"));
        return Stream.of(readme.split("```yaml\n", -1))
                .skip(1)
                .map(rest -> rest.substring(0, rest.indexOf("```")))
                .flatMap(block -> Stream.of(block.split("(?m)^---\n")));
    }

    @ParameterizedTest
    @MethodSource("documents")
    void a_document_is_valid(String document) {
        assertThat(faults(document)).isEmpty();
    }

    private static List<Fault> faults(String document) {
        String kind = document.lines().findFirst().orElse("");
        String spec = document;
        return switch (kind) {
            case "kind: agent" -> DefinitionParser.parseAgent(spec).faults();
            case "kind: workflow" -> DefinitionParser.parse(spec).faults();
            case "kind: policy" -> PolicyParser.parse(spec).faults();
            default -> throw new AssertionError("no kind in: " + document);
        };
    }
}
