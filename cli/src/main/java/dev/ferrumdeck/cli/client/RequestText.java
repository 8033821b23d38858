package dev.ferrumdeck.cli.client;

/** A body that is sent as it was written, instead of as we have read it. */
public record RequestText(String contentType, String text) {

    /** YAML or JSON, which the server tells apart by itself. */
    public static RequestText yaml(String text) {
        return new RequestText("application/yaml", text);
    }
}
