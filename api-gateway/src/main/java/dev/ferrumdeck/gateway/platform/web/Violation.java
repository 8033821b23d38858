package dev.ferrumdeck.gateway.platform.web;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * One fault in a request.
 *
 * @param pointer JSON Pointer (RFC 6901) into the body; the name of a query parameter or header where it is not in the
 *     body
 * @param message what is wrong and what would be right
 */
public record Violation(
        @JsonProperty("pointer") String pointer,
        @JsonProperty("message") String message) {}
