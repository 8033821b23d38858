package dev.ferrumdeck.stacktests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads what the tool server was really asked. */
record Witness(Path file) {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String KEY = "dev.ferrumdeck/idempotency-key";

    record Call(String tool, JsonNode arguments, String idempotencyKey) {}

    List<Call> calls() {
        if (!Files.exists(file)) {
            return List.of();
        }
        try {
            return Files.readAllLines(file).stream().map(Witness::parse).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Call parse(String line) {
        JsonNode node = JSON.readTree(line);
        return new Call(
                node.path("tool").asString(),
                node.path("arguments"),
                node.path("meta").path(KEY).asString(""));
    }

    List<Call> calls(String tool) {
        return calls().stream().filter(call -> call.tool().equals(tool)).toList();
    }

    /** How often each step (by idempotency key) was asked for. */
    Map<String, Long> byStep(String tool) {
        return calls(tool).stream().collect(Collectors.groupingBy(Call::idempotencyKey, Collectors.counting()));
    }
}
