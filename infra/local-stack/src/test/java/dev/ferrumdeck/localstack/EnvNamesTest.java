package dev.ferrumdeck.localstack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** Whatever the local stack and the compose file set is a setting that the program reads. */
class EnvNamesTest {
    private static final Path ROOT = Layout.findRoot(Path.of(""));
    private static final Set<String> OF_SPRING = Set.of("SERVER_ADDRESS", "SERVER_PORT", "SERVER_SERVER_HEADER");

    @TempDir
    private Path home;

    @ParameterizedTest
    @CsvSource({"gateway, api-gateway", "worker, activities-worker"})
    void every_name_is_known(String service, String module) throws IOException {
        String sources = sources(ROOT.resolve(module + "/src/main"));
        Set<String> unknown = new TreeSet<>(namesOfCompose(service));
        unknown.addAll(namesOfTheLocalStack(service));
        unknown.removeIf(name -> OF_SPRING.contains(name) || known(name, sources));
        assertThat(unknown).as("names that " + module + " does not read").isEmpty();
    }

    private static List<String> namesOfCompose(String service) {
        JsonNode compose = new YAMLMapper()
                .readTree(ROOT.resolve("infra/temporal-compose.yml").toFile());
        return new ArrayList<>(
                compose.path("services").path(service).path("environment").propertyNames());
    }

    private Set<String> namesOfTheLocalStack(String service) throws IOException {
        Layout layout = new Layout(ROOT, home);
        Options options = Options.forTest(home).withLease(Duration.ofSeconds(3));
        Apps apps = new Apps(layout, options, new Ports(true, text -> {}));
        StackUrls urls = new StackUrls("jdbc:x", "redis://y", "z:1", "http://ui", "http://m", "http://g");
        return service.equals("gateway")
                ? apps.gatewayEnv(8080, urls).keySet()
                : apps.workerEnv("worker", urls, 1).keySet();
    }

    /** By its own name, or as a component of a properties record: {@code ferrumdeck.approvals} + {@code trustX}. */
    private static boolean known(String name, String sources) {
        if (sources.contains(name)) {
            return true;
        }
        String[] words = name.toLowerCase(Locale.ROOT).split("_", 3);
        return words.length == 3
                && sources.contains("(\"" + words[0] + "." + words[1] + "\")")
                && sources.toLowerCase(Locale.ROOT).contains(" " + words[2].replace("_", ""));
    }

    private static String sources(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file ->
                            file.toString().endsWith(".java") || file.toString().endsWith(".yml"))
                    .map(EnvNamesTest::read)
                    .collect(Collectors.joining("\n"));
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
