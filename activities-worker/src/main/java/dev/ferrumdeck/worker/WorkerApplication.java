package dev.ferrumdeck.worker;

import dev.ferrumdeck.worker.mcp.Discover;
import dev.ferrumdeck.worker.settings.McpSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** Starts the worker process; with {@code discover [server...]} it prints tool specifications and ends. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class WorkerApplication {
    private static final Duration DISCOVER_TIMEOUT = Duration.ofSeconds(30);

    public static void main(String[] args) throws InterruptedException {
        List<String> words = List.of(args);
        if (!words.isEmpty() && words.get(0).equals("discover")) {
            System.exit(discover(words.subList(1, words.size())));
        }
        SpringApplication application = new SpringApplication(WorkerApplication.class);
        application.setWebApplicationType(WebApplicationType.NONE);
        application.run(args);
    }

    private static int discover(List<String> servers) throws InterruptedException {
        String config = System.getenv("FERRUMDECK_MCP_CONFIG");
        McpSettings settings =
                new McpSettings(config == null ? null : Path.of(config), DISCOVER_TIMEOUT, DISCOVER_TIMEOUT);
        try {
            return new Discover(settings, System.out, System.err).run(servers);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            return 2;
        }
    }
}
