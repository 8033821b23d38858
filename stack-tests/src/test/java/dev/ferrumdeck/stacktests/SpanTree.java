package dev.ferrumdeck.stacktests;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.Span;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The spans of one trace and how they hang together. */
final class SpanTree {
    private final Map<String, Node> byId;

    private SpanTree(Map<String, Node> byId) {
        this.byId = byId;
    }

    /**
     * A span.
     *
     * @param service that made it
     * @param parent id of the span above; empty at the root
     * @param text all that it says, for searches
     */
    record Node(
            String service,
            String trace,
            String id,
            String parent,
            String name,
            Span.SpanKind kind,
            Map<String, AnyValue> attributes,
            String text) {
        static Node of(String service, Span span) {
            return new Node(
                    service,
                    hex(span.getTraceId()),
                    hex(span.getSpanId()),
                    hex(span.getParentSpanId()),
                    span.getName(),
                    span.getKind(),
                    span.getAttributesList().stream().collect(Collectors.toMap(KeyValue::getKey, KeyValue::getValue)),
                    span.toString());
        }

        String string(String attribute) {
            return attributes
                    .getOrDefault(attribute, AnyValue.getDefaultInstance())
                    .getStringValue();
        }

        long number(String attribute) {
            return attributes
                    .getOrDefault(attribute, AnyValue.getDefaultInstance())
                    .getIntValue();
        }

        @Override
        public String toString() {
            return service + ": " + name + " " + id + " <- " + parent;
        }

        private static String hex(ByteString bytes) {
            return HexFormat.of().formatHex(bytes.toByteArray());
        }
    }

    static SpanTree of(List<Node> spans, String trace) {
        return new SpanTree(spans.stream()
                .filter(span -> span.trace().equals(trace))
                .collect(Collectors.toMap(Node::id, Function.identity(), (first, again) -> first)));
    }

    List<Node> all() {
        return List.copyOf(byId.values());
    }

    /** Those whose name is this, or begins with this and a space. */
    List<Node> named(String name) {
        return byId.values().stream()
                .filter(span -> span.name().equals(name) || span.name().startsWith(name + " "))
                .toList();
    }

    List<Node> roots() {
        return byId.values().stream().filter(span -> span.parent().isEmpty()).toList();
    }

    Optional<Node> parent(Node span) {
        return Optional.ofNullable(byId.get(span.parent()));
    }

    /** The topmost span above, itself when there is none. */
    Node top(Node span) {
        Node top = span;
        for (Node above = span; above != null; above = parent(above).orElse(null)) {
            top = above;
        }
        return top;
    }
}
