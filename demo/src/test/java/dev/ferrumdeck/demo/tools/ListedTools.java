package dev.ferrumdeck.demo.tools;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** What the servers list, as the protocol would show it. */
public final class ListedTools {
    private ListedTools() {}

    /** A tool of a server. */
    public record Listed(String name, String serverTool, String description, Map<String, Object> schema) {}

    public static List<Listed> all() {
        return ToolServer.NAMES.stream()
                .flatMap(server -> ToolServer.tools(server, Path.of(""), new WitnessLog(Path.of("none")), 0).stream())
                .map(it -> {
                    var tool = it.specification(new WitnessLog(Path.of("none"))).tool();
                    return new Listed(it.server() + "." + it.name(), it.name(), tool.description(), tool.inputSchema());
                })
                .toList();
    }
}
