package dev.ferrumdeck.policy.spec;

import dev.ferrumdeck.contracts.values.Flaws;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;
import tools.jackson.dataformat.yaml.YAMLParser;

/** Turns the text of a specification, YAML or JSON, into plain values: maps, lists, strings, numbers, booleans, null. */
public final class SpecText {
    /** The longest text that is read, in characters. */
    public static final int MAX_LENGTH = 1024 * 1024;

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private static final YAMLMapper YAML = YAMLMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private SpecText() {}

    /** The values of a text; faults have the codes {@code too-large}, {@code syntax}, {@code empty} and {@code value}. */
    public static Parsed<Object> read(String yamlOrJson) {
        if (yamlOrJson.length() > MAX_LENGTH) {
            return fault("too-large", "the text has " + yamlOrJson.length() + " characters; at most " + MAX_LENGTH);
        }
        if (yamlOrJson.isBlank()) {
            return fault("empty", "the text is empty");
        }
        if (!yamlOrJson.stripLeading().startsWith("{")) {
            return yaml(yamlOrJson);
        }
        Parsed<Object> json = read(JSON, yamlOrJson);
        if (json.isValid() || yamlOrJson.stripLeading().startsWith("{\"")) {
            return json;
        }
        Parsed<Object> flow = yaml(yamlOrJson);
        return flow.isValid() ? flow : json;
    }

    private static Parsed<Object> yaml(String text) {
        Optional<Fault> alias = alias(text);
        return alias.isPresent() ? Parsed.invalid(List.of(alias.get())) : read(YAML, text);
    }

    private static Parsed<Object> read(ObjectMapper mapper, String text) {
        try {
            Object value = mapper.readValue(text, Object.class);
            return value == null ? fault("empty", "the text has no content") : kept(value);
        } catch (JacksonException e) {
            return fault(
                    "syntax",
                    position(e) + e.getOriginalMessage().lines().findFirst().orElse("not readable"));
        }
    }

    private static Parsed<Object> kept(Object value) {
        List<Fault> faults = Flaws.of(value).stream()
                .map(flaw -> new Fault(flaw.pointer(), "value", flaw.message()))
                .toList();
        return faults.isEmpty() ? Parsed.of(value) : Parsed.invalid(faults);
    }

    /** Jackson would hand the name of the anchor as the value: quietly wrong, so aliases are refused. */
    private static Optional<Fault> alias(String text) {
        try (JsonParser parser = YAML.createParser(text)) {
            while (parser.nextToken() != null) {
                if (parser instanceof YAMLParser yaml && yaml.isCurrentAlias()) {
                    String message = "line " + parser.currentTokenLocation().getLineNr() + ": YAML aliases (*"
                            + parser.getString() + ") are not supported: write the value out";
                    return Optional.of(new Fault("", "syntax", message));
                }
            }
            return Optional.empty();
        } catch (JacksonException e) {
            return Optional.empty(); // reading it says what is wrong
        }
    }

    private static String position(JacksonException e) {
        TokenStreamLocation at = e.getLocation();
        return at == null ? "" : "line " + at.getLineNr() + ", column " + at.getColumnNr() + ": ";
    }

    private static Parsed<Object> fault(String code, String message) {
        return Parsed.invalid(List.of(new Fault("", code, message)));
    }
}
