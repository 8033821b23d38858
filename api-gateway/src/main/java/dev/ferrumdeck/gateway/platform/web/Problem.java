package dev.ferrumdeck.gateway.platform.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.ferrumdeck.contracts.ErrorCode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The body of every error (RFC 9457).
 *
 * @param type stable URI of the kind of problem
 * @param code the last part of {@code type}; clients branch on it
 * @param traceId finds the request in traces and logs
 * @param errors where in the body; absent when there are none
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Problem(
        @JsonProperty("type") String type,
        @JsonProperty("title") String title,
        @JsonProperty("status") int status,
        @JsonProperty("detail") @Nullable String detail,
        @JsonProperty("instance") @Nullable String instance,
        @JsonProperty("code") String code,
        @JsonProperty("trace_id") String traceId,
        @JsonProperty("errors") List<Violation> errors,
        @JsonProperty("docs_url") String docsUrl) {
    static final String BASE = "https://ferrumdeck.dev/problems/";

    static Problem of(
            ErrorCode code, @Nullable String detail, List<Violation> errors, String traceId, @Nullable String path) {
        String name = code.wireName();
        return new Problem(
                BASE + name, title(name), code.httpStatus(), detail, path, name, traceId, errors, BASE + name);
    }

    private static String title(String name) {
        String words = name.replace('-', ' ');
        return Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }
}
