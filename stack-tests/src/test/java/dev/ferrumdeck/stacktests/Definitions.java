package dev.ferrumdeck.stacktests;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Workflow definitions for the tests. */
final class Definitions {
    private Definitions() {}

    static Map<String, Map<String, Object>> all() {
        Map<String, Map<String, Object>> all = new LinkedHashMap<>();
        add(all, "ten-steps", chain(10));
        add(all, "three-slow", slowChain());
        add(all, "junk", List.of(withRetry(tool("read", "j.read", Map.of()), 1)));
        add(all, "fan-out", fanOut());
        add(all, "bulk", bulk());
        add(all, "one-bulk", List.of(onQueue(tool("work", "t.echo", Map.of("text", "x")), "bulk")));
        add(all, "one-once", List.of(tool("act", "t.once", Map.of("ms", "{% input.ms %}", "key", "{% input.key %}"))));
        add(all, "one-slow", List.of(tool("nap", "t.slow", Map.of("ms", "{% input.ms %}"))));
        add(all, "crashing", List.of(withRetry(tool("boom", "t.crash", Map.of()), 2)));
        add(all, "hanging", List.of(withRetry(tool("stuck", "t.hang", Map.of()), 1)));
        add(all, "flaky", List.of(withRetry(tool("try", "t.flaky", Map.of("key", "{% input.key %}")), 3)));
        Map<String, Object> after = tool("after", "t.echo", Map.of("text", "approved"), "ask");
        all.put(
                "ask-first",
                Map.of("name", "ask-first", "budget", Map.of("tool_calls", 1), "steps", List.of(approval(), after)));
        return all;
    }

    private static void add(Map<String, Map<String, Object>> all, String name, List<Map<String, Object>> steps) {
        all.put(name, Map.of("name", name, "steps", steps));
    }

    private static List<Map<String, Object>> chain(int length) {
        List<Map<String, Object>> steps = new ArrayList<>();
        for (int i = 0; i < length; i++) {
            String[] before = i == 0 ? new String[0] : new String[] {"s" + (i - 1)};
            steps.add(tool("s" + i, "t.echo", Map.of("text", "step " + i), before));
        }
        return steps;
    }

    private static List<Map<String, Object>> slowChain() {
        return List.of(
                tool("a", "t.slow", Map.of("ms", 300, "key", "a")),
                tool("b", "t.slow", Map.of("ms", 300, "key", "b"), "a"),
                tool("c", "t.slow", Map.of("ms", 300, "key", "c"), "b"));
    }

    private static List<Map<String, Object>> fanOut() {
        Map<String, Object> each = new LinkedHashMap<>();
        each.put("id", "each");
        each.put("type", "map");
        each.put("over", "{% steps.list.output.structured.items %}");
        each.put("max_parallel", 1000);
        each.put("depends_on", List.of("list"));
        each.put("step", Map.of("type", "tool", "tool", "t.echo", "input", Map.of("text", "{% $string(item) %}")));
        return List.of(tool("list", "t.range", Map.of("n", "{% input.n %}")), each);
    }

    /** A thousand items for workers of the tests' own: nobody else reads the queue {@code bulk}. */
    private static List<Map<String, Object>> bulk() {
        Map<String, Object> work = new LinkedHashMap<>();
        work.put("type", "tool");
        work.put("tool", "t.echo");
        work.put("queue", "bulk");
        work.put("timeout_seconds", 300);
        work.put("input", Map.of("text", "{% $string(item) %}"));
        Map<String, Object> each = new LinkedHashMap<>();
        each.put("id", "each");
        each.put("type", "map");
        each.put("over", "{% [1..1000] %}");
        each.put("max_parallel", 1000);
        each.put("step", work);
        return List.of(each);
    }

    private static Map<String, Object> approval() {
        return Map.of("id", "ask", "type", "approval", "title", "May it go on?", "expires_seconds", 600);
    }

    private static Map<String, Object> onQueue(Map<String, Object> step, String queue) {
        Map<String, Object> changed = new LinkedHashMap<>(step);
        changed.put("queue", queue);
        return changed;
    }

    private static Map<String, Object> withRetry(Map<String, Object> step, int attempts) {
        Map<String, Object> changed = new LinkedHashMap<>(step);
        changed.put("retry", Map.of("max_attempts", attempts, "backoff_seconds", 1));
        return changed;
    }

    private static Map<String, Object> tool(String id, String tool, Map<String, Object> input, String... dependsOn) {
        Map<String, Object> step = new LinkedHashMap<>();
        step.put("id", id);
        step.put("type", "tool");
        step.put("tool", tool);
        step.put("input", input);
        if (dependsOn.length > 0) {
            step.put("depends_on", List.of(dependsOn));
        }
        return step;
    }
}
