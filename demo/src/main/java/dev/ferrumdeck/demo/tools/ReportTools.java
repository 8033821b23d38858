package dev.ferrumdeck.demo.tools;

import dev.ferrumdeck.demo.tools.WitnessLog.What;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** {@code reports}: writes a report to a file. Its server dies at the first call with each key, to show the retry. */
final class ReportTools {
    private final Path home;
    private final WitnessLog witness;

    ReportTools(Path home, WitnessLog witness) {
        this.home = home;
        this.witness = witness;
    }

    List<Tool> tools() {
        Map<String, Object> properties = Map.of(
                "title", Map.of("type", "string"),
                "text", Map.of("type", "string"));
        return List.of(new Tool(
                "reports",
                "publish",
                "Write a report to a file. The same key writes the same file.",
                properties,
                Tool.Nature.WRITES_ONCE_PER_KEY,
                this::publish));
    }

    private Map<String, Object> publish(Tool.Call call) {
        if (call.key() == null || !call.key().matches("[A-Za-z0-9_-]{1,80}")) {
            throw new Tool.Refused("a report needs an idempotency key in _meta");
        }
        try {
            Path seen = Files.createDirectories(home.resolve("reports")).resolve(call.key() + ".tried");
            if (Files.notExists(seen)) {
                Files.createFile(seen);
                Runtime.getRuntime().halt(1);
            }
            Path file = home.resolve("reports").resolve(call.key() + ".md");
            Files.writeString(file, "# " + call.text("title") + "\n\n" + call.text("text") + "\n");
            witness.add(What.EFFECT, "reports.publish", call.arguments(), call.key());
            return Map.of("file", file.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
