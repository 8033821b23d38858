package dev.ferrumdeck.worker.mcp;

import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.json.TypeRef;
import java.io.IOException;
import java.util.Map;

/** Passes everything on, and raises the alarm at a line that is no JSON-RPC message: the SDK stops reading there. */
final class StrictMapper implements McpJsonMapper {
    private final McpJsonMapper mapper;
    private final Runnable onRubbish;

    StrictMapper(McpJsonMapper mapper, Runnable onRubbish) {
        this.mapper = mapper;
        this.onRubbish = onRubbish;
    }

    @Override
    public <T> T readValue(String content, Class<T> type) throws IOException {
        return mapper.readValue(content, type);
    }

    @Override
    public <T> T readValue(byte[] content, Class<T> type) throws IOException {
        return mapper.readValue(content, type);
    }

    @Override
    public <T> T readValue(String content, TypeRef<T> type) throws IOException {
        try {
            T value = mapper.readValue(content, type);
            if (value instanceof Map<?, ?> map && !map.containsKey("jsonrpc")) {
                onRubbish.run();
            }
            return value;
        } catch (IOException | RuntimeException e) {
            onRubbish.run();
            throw e;
        }
    }

    @Override
    public <T> T readValue(byte[] content, TypeRef<T> type) throws IOException {
        return mapper.readValue(content, type);
    }

    @Override
    public <T> T convertValue(Object value, Class<T> type) {
        return mapper.convertValue(value, type);
    }

    @Override
    public <T> T convertValue(Object value, TypeRef<T> type) {
        return mapper.convertValue(value, type);
    }

    @Override
    public String writeValueAsString(Object value) throws IOException {
        return mapper.writeValueAsString(value);
    }

    @Override
    public byte[] writeValueAsBytes(Object value) throws IOException {
        return mapper.writeValueAsBytes(value);
    }
}
