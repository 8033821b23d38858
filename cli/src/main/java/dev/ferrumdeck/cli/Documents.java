package dev.ferrumdeck.cli;

import dev.ferrumdeck.cli.client.Json;
import dev.ferrumdeck.policy.spec.Fault;
import dev.ferrumdeck.policy.spec.SpecText;
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
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * Reads what people write: YAML and JSON files, whole folders of them, and JSON on the command line. Strictly: a key that
 * is there twice, or anything behind the end, is refused and never resolved in silence.
 */
public final class Documents {
    private static final YAMLMapper YAML = YAMLMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS, DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();
    private static final JsonMapper JSON = Json.mapper()
            .rebuild()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS, DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private Documents() {}

    /**
     * A document.
     *
     * @param source file and place in it, for messages
     * @param text as it was written
     */
    public record Document(String source, JsonNode body, String text) {}

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
            throw UserError.usage("cannot read " + file + ": " + Failures.why(e));
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
            return JSON.readTree(text);
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
        if (!text.stripLeading().startsWith("{") && !text.stripLeading().startsWith("[")) {
            return yaml(source, text);
        }
        try {
            return List.of(new Document(source + "#1", JSON.readTree(text), text));
        } catch (JacksonException e) {
            List<Document> flow = flow(source, text);
            if (!flow.isEmpty()) {
                return flow;
            }
            throw UserError.usage("cannot read " + source + ": " + e.getOriginalMessage() + " at line "
                    + e.getLocation().getLineNr());
        }
    }

    /** YAML may begin with a brace too; none when it is none. */
    private static List<Document> flow(String source, String text) {
        try {
            return yaml(source, text);
        } catch (UserError e) {
            return List.of();
        }
    }

    private static List<Document> yaml(String source, String text) {
        List<Document> documents = new ArrayList<>();
        int line = 0;
        // a line that begins with --- ends a document wherever it stands, also within a text: so YAML says
        for (String part : text.split("(?m)^(?=---(?:\\s|$))", -1)) {
            if (part.lines().anyMatch(Documents::isContent)) {
                documents.add(document(source + "#" + (documents.size() + 1), line, part));
            }
            line += (int) part.chars().filter(it -> it == '\n').count();
        }
        return documents;
    }

    private static boolean isContent(String line) {
        return !line.isBlank() && !line.strip().matches("---|\\.\\.\\.|#.*|%.*");
    }

    private static Document document(String source, int linesBefore, String text) {
        List<Fault> faults = SpecText.read("\n".repeat(linesBefore) + text).faults();
        if (!faults.isEmpty()) {
            throw UserError.usage("cannot read " + source + ": " + faults.get(0).message());
        }
        return new Document(source, YAML.readTree(text), text);
    }
}
