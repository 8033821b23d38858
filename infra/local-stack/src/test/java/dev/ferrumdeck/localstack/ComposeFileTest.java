package dev.ferrumdeck.localstack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** Reads the compose file, which CI cannot run: there is no Docker engine. */
class ComposeFileTest {
    private static final Path ROOT = Layout.findRoot(Path.of(""));
    private static final Path INFRA = ROOT.resolve("infra");
    private static final JsonNode COMPOSE =
            new YAMLMapper().readTree(INFRA.resolve("temporal-compose.yml").toFile());
    private static final JsonNode SERVICES = COMPOSE.path("services");

    @Test
    void has_the_parts_of_the_local_stack_on_the_same_ports() {
        assertThat(ports())
                .containsExactlyInAnyOrder(
                        "127.0.0.1:" + LocalStack.POSTGRES_PORT + ":5432",
                        "127.0.0.1:" + LocalStack.REDIS_PORT + ":6379",
                        "127.0.0.1:" + LocalStack.TEMPORAL_PORT + ":7233",
                        "127.0.0.1:" + LocalStack.TEMPORAL_UI_PORT + ":8080",
                        "127.0.0.1:" + LocalStack.GATEWAY_PORT + ":8080");
        assertThat(SERVICES.propertyNames())
                .contains("postgres", "redis", "temporal", "temporal-ui", "gateway", "worker");
    }

    @Test
    void every_service_it_waits_for_is_there_and_has_a_health_check_where_one_is_waited_for() throws IOException {
        for (var service : SERVICES.properties()) {
            for (var other : service.getValue().path("depends_on").properties()) {
                JsonNode awaited = SERVICES.path(other.getKey());
                assertThat(awaited.isMissingNode()).as(other.getKey()).isFalse();
                if (other.getValue().path("condition").asString().equals("service_healthy")) {
                    assertThat(awaited.has("healthcheck") || dockerfile(awaited).contains("HEALTHCHECK"))
                            .as("health check of " + other.getKey())
                            .isTrue();
                }
            }
        }
    }

    @Test
    void every_file_it_mounts_and_every_volume_is_there() {
        for (var service : SERVICES.properties()) {
            for (JsonNode volume : service.getValue().path("volumes")) {
                String source = volume.asString().split(":", 2)[0];
                if (source.startsWith("./")) {
                    assertThat(INFRA.resolve(source)).exists();
                } else {
                    assertThat(COMPOSE.path("volumes").has(source)).as(source).isTrue();
                }
            }
        }
    }

    @Test
    void the_images_take_the_jars_that_the_build_makes() throws IOException {
        Layout layout = new Layout(ROOT, ROOT);
        for (String[] image : new String[][] {{"gateway", "api-gateway"}, {"worker", "activities-worker"}}) {
            String jar = ROOT.relativize(layout.appJar(image[1])).toString();
            assertThat(dockerfile(SERVICES.path(image[0])))
                    .contains("COPY " + jar + " ")
                    .contains("\nUSER ferrumdeck\n");
        }
    }

    @Test
    void gateway_and_worker_have_the_time_to_stop_that_they_take() {
        assertThat(SERVICES.path("gateway").path("stop_grace_period").asString())
                .isEqualTo("30s");
        assertThat(SERVICES.path("worker").path("stop_grace_period").asString()).isEqualTo("40s");
    }

    @Test
    void the_worker_cannot_see_the_admin_key() {
        assertThat(SERVICES.path("worker").path("volumes").toString()).doesNotContain("keys:");
    }

    private static List<String> ports() {
        List<String> ports = new ArrayList<>();
        SERVICES.forEach(service -> service.path("ports").forEach(port -> ports.add(port.asString())));
        return ports;
    }

    private static String dockerfile(JsonNode service) throws IOException {
        String file = service.path("build").path("dockerfile").asString("");
        return file.isEmpty() ? "" : Files.readString(ROOT.resolve(file));
    }
}
