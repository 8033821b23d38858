package dev.ferrumdeck.cli;

import dev.ferrumdeck.cli.client.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** Reads what people write: YAML and JSON files, whole folders of them, and JSON on the command line. */
public final class Documents {
    private static final YAMLMapper YAML = YAMLMapper.builder().build();

    private Documents() {}

    /**
     * A document.
     *
     * @param source file and place in it, for messages
     */
    public record Document(String source, JsonNode body) {}

    /** All documents of a file, or of all YAML and JSON files of a folder in the order of their names; - is stdin. */
    public static List<Document> read(Path file, InputStream stdin) {
        try {
            if (file.toString().equals("-")) {
                return parse("stdin", new String(stdin.readAllBytes(), StandardCharsets.UTF_8));
            }
            if (!Files.isDirectory(file)) {
                return parse(file.toString(), Files.readString(file));
            }
            List<Document> all = new ArrayList<>();
            for (Path each : files(file)) {
                all.addAll(parse(each.toString(), Files.readString(each)));
            }
            return all;
        } catch (IOException e) {
            throw UserError.usage("cannot read " + file + ": " + e.getMessage());
        }
    }

    /** A value on the command line: JSON, or {@code @file} with YAML or JSON in it. */
    static JsonNode value(String text, String option) {
        if (text.startsWith("@")) {
            List<Document> documents = read(Path.of(text.substring(1)), InputStream.nullInputStream());
            if (documents.size() != 1) {
                throw UserError.usage(option + ": " + text.substring(1) + " must have one document");
            }
            return documents.get(0).body();
        }
        try {
            return Json.tree(text);
        } catch (JacksonException e) {
            throw UserError.usage(option + " takes JSON or @file; this is not JSON: " + e.getOriginalMessage());
        }
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> entries = Files.walk(folder)) {
            return entries.filter(Files::isRegularFile)
                    .filter(it -> it.toString().toLowerCase(Locale.ROOT).matches(".*\\.(ya?ml|json)"))
                    .sorted()
                    .toList();
        }
    }

    /** All documents in a text. */
    static List<Document> parse(String source, String text) {
        List<Document> documents = new ArrayList<>();
        try (JsonParser parser = YAML.createParser(text)) {
            while (parser.nextToken() != null) {
                JsonNode value = parser.readValueAsTree();
                if (!value.isNull() && !value.isMissingNode()) {
                    documents.add(new Document(source + "#" + (documents.size() + 1), value));
                }
            }
        } catch (JacksonException e) {
            throw UserError.usage("cannot read " + source + ": " + e.getOriginalMessage() + " at line "
                    + e.getLocation().getLineNr());
        }
        return documents;
    }
}
