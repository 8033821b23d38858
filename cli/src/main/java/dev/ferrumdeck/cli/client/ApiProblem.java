package dev.ferrumdeck.cli.client;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** The server refused a request (RFC 9457). Branch on {@link #code()}, which is stable. */
public final class ApiProblem extends RuntimeException {
    private static final int LONGEST_BODY = 300;

    private final int status;
    private final String code;
    private final List<Fault> errors;
    private final @Nullable String traceId;

    private ApiProblem(int status, String code, String detail, List<Fault> errors, @Nullable String traceId) {
        super(detail);
        this.status = status;
        this.code = code;
        this.errors = List.copyOf(errors);
        this.traceId = traceId;
    }

    /**
     * One fault in the request.
     *
     * @param pointer JSON Pointer into the body, or the name of a parameter
     */
    public record Fault(String pointer, String message) {}

    /** Reads a problem; an answer that is none (from a proxy, say) becomes one with the code {@code http-<status>}. */
    static ApiProblem of(int status, String body) {
        JsonNode problem = parse(body);
        if (!problem.isObject() || !problem.hasNonNull("code")) {
            String text = body.isBlank() ? "no content" : body.strip();
            String detail = text.length() > LONGEST_BODY ? text.substring(0, LONGEST_BODY) + "..." : text;
            return new ApiProblem(status, "http-" + status, detail, List.of(), null);
        }
        List<Fault> faults = new ArrayList<>();
        for (JsonNode fault : problem.path("errors")) {
            faults.add(new Fault(
                    fault.path("pointer").asString(""), fault.path("message").asString("")));
        }
        String title = problem.path("title").asString("");
        return new ApiProblem(
                status,
                problem.path("code").asString(""),
                problem.path("detail").asString(title),
                faults,
                problem.hasNonNull("trace_id") ? problem.path("trace_id").asString("") : null);
    }

    /** The server says that it did what was asked, and does not say to what. */
    static ApiProblem noAnswer(String path) {
        String detail =
                "The server took " + path + " and answered nothing; see its log, and the list of what is there.";
        return new ApiProblem(502, "no-answer", detail, List.of(), null);
    }

    private static JsonNode parse(String body) {
        try {
            return Json.tree(body.isBlank() ? "null" : body);
        } catch (JacksonException e) {
            return Json.mapper().nullNode();
        }
    }

    public int status() {
        return status;
    }

    /** The stable name of the error, such as {@code policy-denied}. */
    public String code() {
        return code;
    }

    /** What happened, for people. */
    public String detail() {
        String message = getMessage();
        return message == null ? code : message;
    }

    /** Where in the request; empty when there is nothing to name. */
    public List<Fault> errors() {
        return errors;
    }

    /** Finds the request in the server's logs and traces. */
    public @Nullable String traceId() {
        return traceId;
    }

    /** Whether the same request may succeed when it is made again. */
    boolean isTransient() {
        return status == 502
                || status == 503
                || status == 504
                || code.equals("rate-limited")
                || code.equals("idempotency-in-progress");
    }
}
