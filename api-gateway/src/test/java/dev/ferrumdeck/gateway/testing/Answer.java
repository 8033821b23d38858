package dev.ferrumdeck.gateway.testing;

import dev.ferrumdeck.gateway.platform.web.Json;
import java.net.http.HttpResponse;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** What the gateway answered. */
public record Answer(HttpResponse<String> response) {

    public int status() {
        return response.statusCode();
    }

    public String body() {
        return response.body();
    }

    public JsonNode json() {
        return Json.tree(response.body());
    }

    /** A string out of the body, by JSON Pointer; "" when it is not there. */
    public String text(String pointer) {
        return json().at(pointer).asString("");
    }

    public Optional<String> header(String name) {
        return response.headers().firstValue(name);
    }
}
