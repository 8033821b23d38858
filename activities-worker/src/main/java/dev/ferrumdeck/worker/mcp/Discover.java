package dev.ferrumdeck.worker.mcp;

import dev.ferrumdeck.worker.settings.McpSettings;
import dev.ferrumdeck.worker.work.WorkFailed;
import java.io.PrintStream;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** Prints the tools of servers as specifications, one YAML document each, ready for review and {@code ferrumdeck apply}. */
public final class Discover {
    private static final Duration LONGEST = Duration.ofMinutes(2);

    private final ToolServers servers;
    private final PrintStream out;
    private final PrintStream err;
    private final Names names = new Names();

    public Discover(McpSettings settings, PrintStream out, PrintStream err) {
        this.servers = new ToolServers(settings);
        this.out = out;
        this.err = err;
    }

    /**
     * Prints the tools of these servers, of all when none is named.
     *
     * @return 0, or 1 when a server could not be asked
     */
    public int run(List<String> wanted) throws InterruptedException {
        int status = 0;
        try (servers) {
            for (String server : wanted.isEmpty() ? List.copyOf(servers.names()) : wanted) {
                try {
                    print(server, servers.server(server).tools(true, LONGEST));
                } catch (WorkFailed e) {
                    err.println(e.getMessage());
                    status = 1;
                }
            }
        }
        servers.unusable().forEach((server, why) -> err.println("tool server " + server + " cannot be used: " + why));
        if (!servers.unusable().isEmpty()) {
            status = 1;
        }
        if (wanted.isEmpty() && servers.names().isEmpty() && servers.unusable().isEmpty()) {
            err.println("no tool servers: set FERRUMDECK_MCP_CONFIG to a file with mcpServers");
            status = 1;
        }
        return status;
    }

    private void print(String server, List<ListedTool> tools) {
        err.println("# server " + server + ": " + tools.size() + " tools; risk and effect are what the server says of"
                + " itself, check them");
        for (ListedTool tool : tools) {
            String name = names.of(server, tool.name());
            if (!name.equals(server + "." + tool.name())) {
                err.println("# " + server + "." + LastWords.oneLine(tool.name())
                        + " is no name for a tool here; suggested: " + name);
            }
            out.print(YAMLMapper.builder().build().writeValueAsString(spec(name, server, tool)));
        }
        out.flush();
    }

    private static Map<String, Object> spec(String name, String server, ListedTool tool) {
        Map<String, Object> spec = new LinkedHashMap<>();
        spec.put("kind", "tool");
        spec.put("name", name);
        spec.put("description", tool.description());
        spec.put("server", server);
        spec.put("server_tool", tool.name());
        spec.put("risk", risk(tool.hints()));
        spec.put("effect", effect(tool.hints()));
        spec.put("input_schema", tool.inputSchema());
        return spec;
    }

    private static String risk(ListedTool.Hints hints) {
        if (hints.readOnly()) {
            return "read";
        }
        return hints.destructive() ? "destructive" : "write";
    }

    private static String effect(ListedTool.Hints hints) {
        if (hints.readOnly()) {
            return "none";
        }
        return hints.idempotent() ? "idempotent" : "once";
    }
}
