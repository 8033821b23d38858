package dev.ferrumdeck.gateway.platform.openapi;

import dev.ferrumdeck.gateway.platform.web.Cursor;
import dev.ferrumdeck.gateway.platform.web.Problem;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.IntegerSchema;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.parameters.Parameter;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.responses.ApiResponses;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.springdoc.core.customizers.OperationCustomizer;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.method.HandlerMethod;

/** Gives each operation its id ({@code agent_publish}), its tag, the parameters of pages and the problem. */
class Operations implements OperationCustomizer {
    private final Handbook handbook;

    Operations(Handbook handbook) {
        this.handbook = handbook;
    }

    /** Such as {@code agent_publish}. */
    static String id(HandlerMethod method) {
        return subject(method) + "_" + snake(method.getMethod().getName());
    }

    private static String subject(HandlerMethod method) {
        return snake(method.getBeanType().getSimpleName().replaceFirst("Controller$", ""));
    }

    @Override
    public Operation customize(Operation operation, HandlerMethod method) {
        String subject = subject(method);
        operation.setOperationId(id(method));
        operation.setTags(List.of(subject));
        if (Arrays.stream(method.getMethodParameters()).anyMatch(p -> p.getParameterType() == Cursor.class)) {
            operation.addParametersItem(limit()).addParametersItem(cursor());
        }
        if (method.hasMethodAnnotation(PostMapping.class) && !subject.equals("attempt")) {
            operation.addParametersItem(idempotencyKey());
        }
        Successes.correct(operation.getOperationId(), operation.getResponses());
        handbook.describe(operation);
        operation.getResponses().addApiResponse(ApiResponses.DEFAULT, problem());
        if (subject.equals("health")) {
            operation.setSecurity(List.of());
        }
        return operation;
    }

    private static Parameter limit() {
        Schema<?> schema = new IntegerSchema().minimum(BigDecimal.ONE).maximum(BigDecimal.valueOf(200));
        schema.setDefault(50);
        return new Parameter().name("limit").in("query").required(false).schema(schema);
    }

    private static Parameter cursor() {
        return new Parameter().name("cursor").in("query").required(false).schema(new StringSchema());
    }

    private static Parameter idempotencyKey() {
        return new Parameter()
                .name("Idempotency-Key")
                .in("header")
                .required(false)
                .schema(new StringSchema().maxLength(255));
    }

    private static ApiResponse problem() {
        Schema<?> schema = new Schema<>().$ref("#/components/schemas/" + Problem.class.getSimpleName());
        return new ApiResponse()
                .description("A problem (RFC 9457)")
                .content(new Content().addMediaType("application/problem+json", new MediaType().schema(schema)));
    }

    static String snake(String camel) {
        return camel.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
    }
}
