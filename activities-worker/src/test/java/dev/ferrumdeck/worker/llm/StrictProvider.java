package dev.ferrumdeck.worker.llm;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** What real providers refuse with 400 in a request, as a list of complaints. */
final class StrictProvider {
    private static final String NAME = "^[a-zA-Z0-9_-]{1,64}$";
    private static final String ID = "^[a-zA-Z0-9_-]{1,40}$";

    private final List<String> complaints = new ArrayList<>();
    private final Set<String> ids = new HashSet<>();

    static List<String> complaints(String provider, String body) {
        StrictProvider strict = new StrictProvider();
        JsonNode request = Trees.object(body).orElseThrow();
        if (provider.equals("openai")) {
            strict.openAi(request.path("messages"));
        } else {
            strict.anthropic(request.path("messages"));
        }
        return strict.complaints;
    }

    private void openAi(JsonNode messages) {
        List<String> waiting = new ArrayList<>();
        for (JsonNode message : messages) {
            String role = Trees.text(message, "role");
            if (role.equals("tool")) {
                check(
                        waiting.remove(Trees.text(message, "tool_call_id")),
                        "a tool message answers no call: " + message);
                continue;
            }
            check(waiting.isEmpty(), "calls without an answer: " + waiting);
            boolean calls = message.path("tool_calls").size() > 0;
            check(calls || !Trees.text(message, "content").isEmpty(), "an empty message: " + message);
            for (JsonNode call : message.path("tool_calls")) {
                waiting.add(id(call));
                name(call.path("function"));
                check(Trees.text(call, "type").equals("function"), "a call without type: " + call);
                check(
                        Trees.object(Trees.text(call.path("function"), "arguments"))
                                .isPresent(),
                        "no object: " + call);
            }
        }
        check(waiting.isEmpty(), "calls without an answer: " + waiting);
    }

    private void anthropic(JsonNode messages) {
        String last = "assistant";
        List<String> waiting = new ArrayList<>();
        for (JsonNode message : messages) {
            String role = Trees.text(message, "role");
            check(!role.equals("assistant") || !last.equals("assistant"), "two assistants in a row");
            last = role;
            for (JsonNode block : message.path("content")) {
                switch (Trees.text(block, "type")) {
                    case "text" -> check(!Trees.text(block, "text").isBlank(), "a blank text block");
                    case "tool_use" -> {
                        waiting.add(id(block));
                        name(block);
                        check(block.path("input").isObject(), "no object: " + block);
                    }
                    case "tool_result" ->
                        check(waiting.remove(Trees.text(block, "tool_use_id")), "a result of no call: " + block);
                    default -> check(role.equals("assistant"), "strange block of a user: " + block);
                }
            }
            check(role.equals("assistant") || waiting.isEmpty(), "calls without an answer: " + waiting);
        }
        check(waiting.isEmpty(), "calls without an answer: " + waiting);
    }

    private String id(JsonNode call) {
        String id = Trees.text(call, "id");
        check(id.matches(ID), "not an id: " + id);
        check(ids.add(id), "an id twice: " + id);
        return id;
    }

    private void name(JsonNode call) {
        check(Trees.text(call, "name").matches(NAME), "not a name: '" + Trees.text(call, "name") + "'");
    }

    private void check(boolean holds, String complaint) {
        if (!holds) {
            complaints.add(complaint);
        }
    }
}
