package dev.ferrumdeck.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferrumdeck.cli.Documents;
import dev.ferrumdeck.cli.Documents.Document;
import dev.ferrumdeck.contracts.ToolHash;
import dev.ferrumdeck.demo.tools.ListedTools;
import dev.ferrumdeck.policy.PolicyParser;
import dev.ferrumdeck.policy.spec.Parsed;
import dev.ferrumdeck.workflows.dag.DefinitionParser;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

class ScenarioFilesTest {
    private static final Path SCENARIOS = Path.of("scenarios");

    @Test
    void every_document_is_valid() {
        for (Scenario scenario : Scenario.ALL) {
            List<Document> documents =
                    Documents.read(SCENARIOS.resolve(scenario.name()), InputStream.nullInputStream());
            assertThat(documents).as(scenario.name()).isNotEmpty();
            documents.forEach(ScenarioFilesTest::check);
        }
        Documents.read(SCENARIOS.resolve("tools"), InputStream.nullInputStream())
                .forEach(ScenarioFilesTest::check);
    }

    @Test
    void every_scripted_model_has_its_turns() throws Exception {
        for (String model : List.of("refund", "injection", "runaway", "folder-report")) {
            JsonNode script =
                    YAMLMapper.builder().build().readTree(Files.readString(SCENARIOS.resolve(model + ".yaml")));
            assertThat(script.path("turns")).as(model).isNotEmpty();
        }
    }

    @Test
    void the_tool_files_say_what_the_servers_say() {
        TreeMap<String, String> registered = new TreeMap<>();
        for (Document document : Documents.read(SCENARIOS.resolve("tools"), InputStream.nullInputStream())) {
            JsonNode spec = document.body();
            String name = spec.path("name").asString("");
            registered.put(
                    name,
                    ToolHash.of(
                            name.substring(name.indexOf('.') + 1),
                            spec.path("description").asString(""),
                            spec.path("input_schema").toString()));
        }
        TreeMap<String, String> listed = new TreeMap<>();
        JsonMapper json = JsonMapper.builder().build();
        ListedTools.all()
                .forEach(it -> listed.put(
                        it.name(),
                        ToolHash.of(it.serverTool(), it.description(), json.writeValueAsString(it.schema()))));
        assertThat(registered).isEqualTo(listed);
    }

    private static void check(Document document) {
        ObjectNode spec = ((ObjectNode) document.body()).deepCopy();
        String kind = spec.remove("kind").asString();
        String text = spec.toString();
        Parsed<?> parsed = switch (kind) {
            case "agent" -> DefinitionParser.parseAgent(text);
            case "tool" -> DefinitionParser.parseTool(text);
            case "workflow" -> DefinitionParser.parse(text);
            default -> PolicyParser.parse(text);
        };
        assertThat(parsed.faults()).as(document.source()).isEmpty();
    }
}
