package dev.ferrumdeck.stacktests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Scenario files of the offline model. */
final class Scripts {
    private Scripts() {}

    static void write(Path folder) throws IOException {
        Files.writeString(folder.resolve("guarded.yaml"), """
                turns:
                  - tool_calls:
                      - {name: t_echo, arguments: {text: "one"}}
                      - {name: t_danger, arguments: {text: "rm -rf"}}
                  - tool_calls:
                      - {name: t_once, arguments: {ms: 1, key: "big"}}
                  - text: "all done"
                """);
        Files.writeString(folder.resolve("runaway.yaml"), """
                turns:
                  - repeat: true
                    tool_calls:
                      - {name: t_echo, arguments: {text: "again"}}
                """);
        Files.writeString(folder.resolve("plain.yaml"), """
                turns:
                  - text: "a short answer"
                """);
    }
}
