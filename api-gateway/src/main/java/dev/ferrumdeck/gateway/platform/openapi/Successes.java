package dev.ferrumdeck.gateway.platform.openapi;

import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.responses.ApiResponses;
import java.util.List;
import java.util.Map;

/** The statuses of success, where a method decides them while it runs: springdoc takes 200 for granted. */
final class Successes {
    private static final Map<String, List<String>> BY_OPERATION = Map.of(
            "api_key_create", List.of("201"),
            "api_key_rotate", List.of("201"),
            "api_key_revoke", List.of("204"),
            "artifact_put", List.of("201"),
            "runs_create", List.of("200", "202"),
            "dead_letters_requeue", List.of("202"));
    private static final List<String> OF_PUBLISHING = List.of("200", "201");

    private Successes() {}

    static void correct(String operationId, ApiResponses responses) {
        boolean publishing = operationId.endsWith("_publish") || operationId.endsWith("_add_version");
        boolean retiring = operationId.endsWith("_retire");
        List<String> statuses = publishing
                ? OF_PUBLISHING
                : retiring ? List.of("204") : BY_OPERATION.getOrDefault(operationId, List.of());
        ApiResponse assumed = responses.get("200");
        if (statuses.isEmpty() || assumed == null) {
            return;
        }
        responses.remove("200");
        statuses.forEach(status -> responses.addApiResponse(
                status, new ApiResponse().description(description(status)).content(assumed.getContent())));
    }

    private static String description(String status) {
        return switch (status) {
            case "201" -> "Created";
            case "202" -> "Accepted";
            case "204" -> "Done, nothing to say";
            default -> "OK";
        };
    }
}
