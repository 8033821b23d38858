package dev.ferrumdeck.gateway.platform.openapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ferrumdeck.gateway.platform.web.Json;
import dev.ferrumdeck.gateway.testing.Answer;
import dev.ferrumdeck.gateway.testing.GatewayWebTest;
import dev.ferrumdeck.workflows.dag.SchemaCheck;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;

class OpenApiDocumentTest extends GatewayWebTest {
    private static final Path COMMITTED = Path.of("openapi.yaml");

    @Test
    void the_committed_document_is_the_one_that_is_served() throws IOException {
        String served = get("", "/v3/api-docs.yaml").body();
        if (Boolean.getBoolean("openapi.update")) {
            Files.writeString(COMMITTED, served);
        }
        assumeTrue(Files.exists(COMMITTED), "api-gateway/openapi.yaml is not committed yet");
        assertThat(served)
                .as("the API changed: run 'mvn -pl api-gateway -am test -Dtest=OpenApiDocumentTest"
                        + " -Dsurefire.failIfNoSpecifiedTests=false -DargLine=-Dopenapi.update=true', look at the"
                        + " difference, and commit api-gateway/openapi.yaml")
                .isEqualTo(Files.readString(COMMITTED));
    }

    @Test
    void every_operation_has_an_id_of_its_own_and_tells_of_problems() {
        Answer document = get("", "/v3/api-docs");
        assertThat(document.text("/openapi")).startsWith("3.1");
        List<String> ids = new ArrayList<>();
        for (JsonNode path : document.json().at("/paths").values()) {
            for (JsonNode operation : path.values()) {
                ids.add(operation.at("/operationId").asString());
                assertThat(operation.at("/responses/default/content").has("application/problem+json"))
                        .as(operation.toString())
                        .isTrue();
            }
        }
        Set<String> distinct = new HashSet<>(ids);
        assertThat(ids).hasSameSizeAs(distinct).contains("agent_publish", "api_key_create", "audit_list");
        assertThat(document.json().at("/components/schemas/Problem/properties").propertyNames())
                .contains("trace_id", "errors");
    }

    @Test
    void names_are_in_snake_case_and_pages_have_their_parameters() {
        JsonNode document = get("", "/v3/api-docs").json();
        assertThat(document.at("/components/schemas/ApiKey/properties").propertyNames())
                .contains("created_at", "last_used_at");
        assertThat(document.at("/paths/~1v1~1agents/get/parameters").values().stream()
                        .map(parameter -> parameter.at("/name").asString()))
                .containsExactlyInAnyOrder("limit", "cursor");
    }

    @Test
    void every_operation_and_parameter_is_described_and_every_body_has_an_example() {
        JsonNode document = get("", "/v3/api-docs").json();
        Set<String> ids = new TreeSet<>();
        for (JsonNode path : document.at("/paths").values()) {
            for (JsonNode operation : path.values()) {
                String id = operation.at("/operationId").asString();
                ids.add(id);
                assertThat(operation.at("/summary").asString("")).as(id).isNotEmpty();
                assertThat(operation.at("/description").asString("")).as(id).isNotEmpty();
                for (JsonNode parameter : operation.at("/parameters").values()) {
                    assertThat(parameter.at("/description").asString(""))
                            .as(id + " " + parameter.at("/name").asString())
                            .isNotEmpty();
                }
                operation.at("/requestBody/content").properties().forEach(media -> assertBody(id, media));
            }
        }
        assertThat(new Handbook().described()).containsExactlyElementsOf(ids);
    }

    private static void assertBody(String id, Map.Entry<String, JsonNode> media) {
        JsonNode schema = media.getValue().at("/schema");
        assertThat(schema.isEmpty()).as(id + " has a schema").isFalse();
        if (!media.getKey().equals("application/octet-stream")) {
            JsonNode example = media.getValue().at("/example");
            assertThat(example.isMissingNode()).as(id + " has an example").isFalse();
            Map<String, Object> asMap = Json.read(schema.toString(), new TypeReference<Map<String, Object>>() {});
            assertThat(new SchemaCheck().check(asMap, Json.mapper().treeToValue(example, Object.class)))
                    .as(id + "'s example fits its schema")
                    .isEmpty();
        }
    }

    @Test
    void people_can_read_it() {
        assertThat(get("", "/docs").status()).isEqualTo(302);
        assertThat(get("", "/swagger-ui/index.html").body()).contains("swagger-ui");
    }
}
