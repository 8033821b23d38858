package dev.ferrumdeck.cli;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ferrumdeck.cli.client.Json;
import dev.ferrumdeck.cli.client.Retries;
import dev.ferrumdeck.contracts.Visible;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Whatever a server sends, in whichever field: no command passes it on to the terminal as it is. */
class PoisonTest extends CommandLineTest {
    private static final String FORGED = "FORGED  approved by you";
    private static final String POISON =
            "\u001b]0;t\u0007\u001b[2J\u009b31m\u0000\u007f\r\u202e\u2066\u200b\u200d\ufeff\u00ad\u2028\udb40\udc41\ud800\n"
                    + FORGED;
    /** What the walk cannot guess. */
    private static final Map<String, List<String>> EXTRA = Map.of(
            "run start", List.of("--agent", "x", "--wait"),
            "approval edit", List.of("--set", "a=1"),
            "budget raise", List.of("--tokens", "1"),
            "run get", List.of("--wait"));

    private static final CommandLine COMMANDS = Main.commandLine(Map.of(), Path.of(""), Retries.standard());
    /** These ask no server or only write a file. */
    private static final List<String> NO_TALK = List.of("help", "mcp discover", "completion", "worker init");

    @ParameterizedTest
    @EnumSource(Format.class)
    void no_command_lets_it_through(Format format) throws IOException {
        poison();
        List<String> walked = new ArrayList<>();
        for (List<String> words : commands()) {
            String name = String.join(" ", words);
            List<String> all = new ArrayList<>(words);
            all.addAll(arguments(words));
            all.addAll(List.of("-o", format.name().toLowerCase(Locale.ROOT)));

            Call call = call(all.toArray(String[]::new));

            assertThat(call.exitCode()).as(all + ": " + call.err()).isNotEqualTo(2);
            for (String printed : new String[] {call.out(), call.err()}) {
                assertThat(printed.codePoints().filter(it -> it != '\n' && it != '\t' && !Visible.isVisible(it)))
                        .as(name + " prints what is not visible")
                        .isEmpty();
                assertThat(printed.lines().map(String::strip))
                        .as(name + " prints a line that a value has made")
                        .noneMatch(line -> line.startsWith(FORGED));
            }
            walked.add(name);
        }
        assertThat(walked)
                .contains("run list", "run watch", "approval show", "audit list")
                .hasSizeGreaterThan(40);
    }

    @Test
    void an_error_of_the_server_is_escaped_too() {
        ObjectNode problem = Json.object().put("code", "internal" + POISON).put("detail", POISON);
        problem.putArray("errors").addObject().put("pointer", POISON).put("message", POISON);
        problem.put("trace_id", POISON);
        server.stubs()
                .stubFor(any(anyUrl()).willReturn(aResponse().withStatus(422).withBody(problem.toString())));

        Call call = call("run", "get", "run_1");

        assertThat(call.err().codePoints()).allMatch(it -> it == '\n' || Visible.isVisible(it));
        assertThat(call.err().lines()).noneMatch(line -> line.startsWith(FORGED));
    }

    @Test
    void json_and_yaml_are_the_same_values_still() {
        ObjectNode row = Json.object()
                .put("id", POISON.replace("\ud800", "").replace("\u0000", ""))
                .put("key" + "\u202e\udb40\udc41", "v");
        ObjectNode page = Json.object().put("has_more", false);
        page.putArray("data").add(row);
        server.stubs().stubFor(any(anyUrl()).willReturn(okJson(page.toString())));

        assertThat(Json.tree(call("run", "list", "-o", "json").out()).get(0)).isEqualTo(row);
        assertThat(Documents.parse("t", call("run", "list", "-o", "yaml").out())
                        .get(0)
                        .body()
                        .get(0))
                .isEqualTo(row);
    }

    private void poison() throws IOException {
        ObjectNode everything = everyPointer();
        everything.put("has_more", false).put("next_cursor", "");
        everything.set("data", Json.mapper().createArrayNode().add(everything.deepCopy()));
        server.stubs().stubFor(any(anyUrl()).atPriority(9).willReturn(okJson(everything.toString())));
        server.stubs()
                .stubFor(post("/v1/runs")
                        .willReturn(
                                okJson(everything.deepCopy().put("id", "run_1").toString())));
        ObjectNode over = everything.deepCopy().put("status", "failed");
        server.stubs().stubFor(get(urlPathMatching("/v1/runs/[^/]*")).willReturn(okJson(over.toString())));
        ObjectNode event = everything.deepCopy();
        event.putArray("steps").add(everyPointer());
        event.putArray("approvals").add(everyPointer());
        server.stubs()
                .stubFor(get(urlPathMatching("/v1/runs/[^/]*/events"))
                        .willReturn(aResponse()
                                .withBody("id: 1\nevent: approval.requested\ndata: " + event
                                        + "\n\nid: 2\nevent: run.failed\ndata: " + event + "\n\n")));
    }

    /** An object in which each place that a source file of this module reads holds poison. */
    private static ObjectNode everyPointer() throws IOException {
        ObjectNode everything = Json.object();
        for (String pointer : pointers()) {
            String parent = pointer.substring(0, pointer.lastIndexOf('/'));
            ObjectNode at = parent.isEmpty() ? everything : objectAt(everything, parent);
            if (!at.path(pointer.substring(parent.length() + 1)).isObject()) {
                at.put(pointer.substring(parent.length() + 1), POISON);
            }
        }
        return everything;
    }

    private static ObjectNode objectAt(ObjectNode root, String pointer) {
        ObjectNode at = root;
        for (String name : pointer.substring(1).split("/", -1)) {
            JsonNode child = at.path(name);
            at = child.isObject() ? (ObjectNode) child : at.putObject(name);
        }
        return at;
    }

    private static Set<String> pointers() throws IOException {
        Set<String> pointers = new TreeSet<>();
        Pattern pointer = Pattern.compile("\"((?:/[a-z_0-9]+)+)\"|(?:path|hasNonNull)\\(\"([a-z_]+)\"\\)");
        try (Stream<Path> sources = Files.walk(Path.of("src/main/java"))) {
            for (Path source :
                    sources.filter(it -> it.toString().endsWith(".java")).toList()) {
                var found = pointer.matcher(Files.readString(source));
                while (found.find()) {
                    pointers.add(found.group(1) != null ? found.group(1) : "/" + found.group(2));
                }
            }
        }
        return pointers;
    }

    private static List<List<String>> commands() {
        List<List<String>> leaves = new ArrayList<>();
        walk(COMMANDS, List.of(), leaves);
        return leaves;
    }

    private static void walk(CommandLine command, List<String> words, List<List<String>> leaves) {
        if (command.getSubcommands().isEmpty() && !NO_TALK.contains(String.join(" ", words))) {
            leaves.add(words);
        }
        command.getSubcommands().forEach((name, sub) -> {
            List<String> more = new ArrayList<>(words);
            more.add(name);
            walk(sub, more, leaves);
        });
    }

    private List<String> arguments(List<String> words) throws IOException {
        CommandLine command = COMMANDS;
        for (String word : words) {
            command = Objects.requireNonNull(command.getSubcommands().get(word));
        }
        Path file = Files.writeString(folder.resolve("x.yaml"), kindOf(words) + "name: x\n");
        List<String> arguments = new ArrayList<>();
        for (var positional : command.getCommandSpec().positionalParameters()) {
            boolean path = positional.type() == Path.class || positional.auxiliaryTypes()[0] == Path.class;
            boolean number = positional.type() == Integer.class || positional.type() == int.class;
            if (positional.arity().min() > 0
                    || words.contains("replay")
                    || positional.paramLabel().equals("FILE")) {
                arguments.add(path ? file.toString() : number ? "1" : "x1");
            }
        }
        for (var option : command.getCommandSpec().requiredArgs()) {
            if (option instanceof CommandLine.Model.OptionSpec required
                    && !EXTRA.containsKey(String.join(" ", words))) {
                arguments.add(required.longestName());
                arguments.add(required.longestName().equals("--file") ? file.toString() : "1");
            }
        }
        arguments.addAll(EXTRA.getOrDefault(String.join(" ", words), List.of()));
        return arguments;
    }

    private static String kindOf(List<String> words) {
        String noun = words.get(0);
        return Kind.of(noun).isPresent() ? "kind: " + noun + "\n" : "kind: agent\n";
    }
}
