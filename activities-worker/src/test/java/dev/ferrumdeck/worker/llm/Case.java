package dev.ferrumdeck.worker.llm;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One line of {@code unfriendly.txt}.
 *
 * @param answer what the provider sends, in the words of that file
 * @param end what has to come of it, in the words of that file
 */
record Case(String provider, String name, String answer, String end) {
    private static final Pattern REPEATED = Pattern.compile("<<(.+?)\\*([0-9]+)>>");
    private static final String CALL =
            "{\"id\":\"a\",\"type\":\"function\",\"function\":{\"name\":\"t_add\",\"arguments\":\"{}\"}}";
    private static final String USE = "{\"type\":\"tool_use\",\"id\":\"a\",\"name\":\"t_add\",\"input\":{}}";

    static Stream<Case> all() throws IOException {
        try (InputStream in = Objects.requireNonNull(Case.class.getResourceAsStream("/llm/unfriendly.txt"))) {
            List<String> lines = new String(in.readAllBytes(), UTF_8).lines().toList();
            return lines.stream()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(Case::of);
        }
    }

    private static Case of(String line) {
        String[] parts = line.split(" \\| ?", 4);
        return new Case(parts[0], parts[1], expanded(parts[2]), expanded(parts[3]));
    }

    private static String expanded(String text) {
        String whole = text.replace("{t}", CALL).replace("{u}", USE);
        return REPEATED.matcher(whole)
                .replaceAll(found -> Matcher.quoteReplacement(found.group(1).repeat(Integer.parseInt(found.group(2)))));
    }

    /** Whether the provider never comes to an end. */
    boolean isEndless() {
        return answer.equals("hang") || answer.equals("drip");
    }

    RawModelServer.Reply reply() {
        String word = answer.split(" ", 2)[0];
        String rest = answer.length() > word.length() ? answer.substring(word.length() + 1) : "";
        return switch (word) {
            case "message" -> message(before(rest), after(rest));
            case "calls" ->
                message("{\"role\":\"assistant\",\"content\":null,\"tool_calls\":[" + rest + "]}", "\"tool_calls\"");
            case "args" -> message("{\"tool_calls\":[" + CALL.replace("\"{}\"", rest) + "]}", "\"tool_calls\"");
            case "usage" ->
                RawModelServer.json("{\"choices\":[{\"message\":{\"content\":\"hi\"}}],\"usage\":" + rest + "}");
            case "blocks" -> blocks(before(rest), after(rest));
            case "counts" ->
                RawModelServer.json("{\"content\":[{\"type\":\"text\",\"text\":\"hi\"}],\"usage\":" + rest + "}");
            case "json" -> RawModelServer.json(rest);
            case "gzip" -> RawModelServer.gzip(rest);
            case "events" -> RawModelServer.events(rest.isEmpty() ? new String[0] : rest.split("~~"));
            case "status" -> status(rest);
            case "raw" ->
                RawModelServer.raw(
                        rest.replace("\\r", "\r").replace("\\n", "\n").replace("\\u0000", "\0"));
            case "hang" -> RawModelServer.HANG;
            case "drip" -> RawModelServer.drip();
            case "endless" -> RawModelServer.endless();
            default -> throw new IllegalArgumentException("no such answer: " + word);
        };
    }

    private static RawModelServer.Reply message(String message, String finish) {
        return RawModelServer.json("{\"id\":\"c\",\"model\":\"m\",\"choices\":[{\"message\":" + message
                + ",\"finish_reason\":" + finish + "}],\"usage\":{\"prompt_tokens\":10,\"completion_tokens\":5}}");
    }

    private static RawModelServer.Reply blocks(String content, String stop) {
        return RawModelServer.json(
                "{\"id\":\"msg\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"m\",\"content\":[" + content
                        + "],\"stop_reason\":\"" + stop + "\",\"usage\":{\"input_tokens\":10,\"output_tokens\":5}}");
    }

    private static RawModelServer.Reply status(String rest) {
        int status = Integer.parseInt(rest.substring(0, 3));
        String body = rest.substring(3).strip();
        Matcher header = Pattern.compile("^([A-Za-z-]+: [^;]*); ?").matcher(body);
        return header.find()
                ? RawModelServer.status(status, header.group(1) + "\r\n", body.substring(header.end()))
                : RawModelServer.status(status, "", body);
    }

    private static String before(String text) {
        return text.substring(0, text.lastIndexOf(' '));
    }

    private static String after(String text) {
        return text.substring(text.lastIndexOf(' ') + 1);
    }

    @Override
    public String toString() {
        return provider + ": " + name;
    }
}
