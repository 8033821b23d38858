package dev.ferrumdeck.demo.tools;

import java.util.List;
import java.util.Map;

/** {@code shell}: what no agent is to reach. It would only testify that it was reached; it runs nothing. */
final class ShellTools {
    private ShellTools() {}

    static List<Tool> tools() {
        return List.of(new Tool(
                "shell",
                "exec",
                "Run a command on the server.",
                Map.of("command", Map.of("type", "string")),
                Tool.Nature.DESTROYS,
                call -> Map.of("exit_code", 0, "ran", call.text("command"))));
    }
}
