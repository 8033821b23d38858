package dev.ferrumdeck.stacktests;

import dev.ferrumdeck.cli.client.FerrumdeckClient;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The tools, policy, agents and definitions that the tests use. */
final class Registered {
    private static final Map<String, Object> PRICE =
            Map.of("input_micros_per_million", 1_000_000, "output_micros_per_million", 2_000_000);

    private Registered() {}

    static void everything(FerrumdeckClient client) {
        ToolServer.TOOLS.forEach((name, tool) -> client.post("/v1/tools", tool(name, tool)));
        client.post("/v1/tools", junkTool());
        client.post("/v1/policies", policy());
        client.post("/v1/agents", agent("guarded", Map.of()));
        client.post("/v1/agents", agent("runaway", Map.of("tool_calls", 3)));
        client.post("/v1/agents", agent("plain", Map.of()));
        client.post("/v1/agents", unreachable());
        Definitions.all().values().forEach(definition -> client.post("/v1/workflows", definition));
    }

    private static Map<String, Object> tool(String name, ToolServer.Tool tool) {
        Map<String, Object> spec = new LinkedHashMap<>();
        spec.put("name", "t." + name);
        spec.put("description", tool.description());
        spec.put("input_schema", tool.schema());
        spec.put("risk", name.equals("once") || name.equals("danger") ? "destructive" : "read");
        spec.put("effect", name.equals("once") ? "once" : "none");
        spec.put("server", "t");
        spec.put("timeout_seconds", name.equals("hang") ? 2 : 30);
        return spec;
    }

    /** Of a server that answers with anything but MCP. */
    private static Map<String, Object> junkTool() {
        return Map.of(
                "name", "j.read",
                "description", "Never comes to be called",
                "input_schema", Map.of("type", "object"),
                "risk", "read",
                "effect", "none",
                "server", "junk",
                "timeout_seconds", 10);
    }

    /** Its provider's address is one where nobody listens. */
    private static Map<String, Object> unreachable() {
        return Map.of(
                "name",
                "unreachable",
                "model",
                Map.of("provider", "openai", "name", "gpt-4o-mini", "max_tokens", 50),
                "system_prompt",
                "You are a test.",
                "tools",
                List.of());
    }

    private static Map<String, Object> policy() {
        return Map.of(
                "name",
                "default",
                "rules",
                List.of(
                        Map.of("id", "no-danger", "effect", "deny", "tools", List.of("t.danger")),
                        Map.of(
                                "id",
                                "ask-for-big",
                                "effect",
                                "require_approval",
                                "tools",
                                List.of("t.once"),
                                "when",
                                "args.key == 'big'",
                                "approval",
                                Map.of("expires_seconds", 600)),
                        Map.of("id", "rest", "effect", "allow", "tools", List.of("t.*", "j.*"))));
    }

    private static Map<String, Object> agent(String name, Map<String, Object> budget) {
        Map<String, Object> spec = new LinkedHashMap<>();
        spec.put("name", name);
        spec.put("model", Map.of("provider", "scripted", "name", name, "max_tokens", 500, "price", PRICE));
        spec.put("system_prompt", "You are a test.");
        spec.put("tools", List.of("t.echo", "t.danger", "t.once"));
        if (!budget.isEmpty()) {
            spec.put("budget", budget);
        }
        return spec;
    }
}
