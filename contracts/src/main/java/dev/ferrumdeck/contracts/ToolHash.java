package dev.ferrumdeck.contracts;

/** The pinned hash of a tool: over its name, its description and its schema, so that a quiet change of any is seen. */
public final class ToolHash {
    private ToolHash() {}

    /**
     * Computes the hash of a tool as its server lists it.
     *
     * @param serverTool the tool's name on its server
     * @param description its description, "" when it has none
     * @param inputSchemaJson JSON Schema of its arguments, any formatting
     * @return SHA-256, in hexadecimal, over the canonical JSON of {@code [name, description, schema]}
     */
    public static String of(String serverTool, String description, String inputSchemaJson) {
        String json = "[" + quote(serverTool) + "," + quote(description) + "," + inputSchemaJson + "]";
        return Digests.canonicalSha256(json);
    }

    private static String quote(String text) {
        StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else if (c < 0x20) {
                quoted.append(String.format("\\u%04x", (int) c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }
}
