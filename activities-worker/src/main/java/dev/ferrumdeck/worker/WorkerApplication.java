package dev.ferrumdeck.worker;

import dev.ferrumdeck.worker.mcp.Discover;
import dev.ferrumdeck.worker.settings.McpSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/** Starts the worker process; with {@code discover [server...]} it prints tool specifications and ends. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class WorkerApplication {
    private static final int DIED = 70;
    private static final Duration DISCOVER_TIMEOUT = Duration.ofSeconds(30);

    public static void main(String[] args) throws InterruptedException {
        List<String> words = List.of(args);
        if (!words.isEmpty() && words.get(0).equals("discover")) {
            System.exit(discover(words.subList(1, words.size())));
        }
        Thread.setDefaultUncaughtExceptionHandler(WorkerApplication::died);
        SpringApplication application = new SpringApplication(WorkerApplication.class);
        application.setWebApplicationType(WebApplicationType.NONE);
        application.setEnvironment(environment(System.getenv()));
        application.run(args);
    }

    /** The environment without what is blank: compose files set each variable that they know, and blank means default. */
    static ConfigurableEnvironment environment(Map<String, String> variables) {
        Map<String, Object> given = new HashMap<>(variables);
        given.values().removeIf(value -> value.toString().isBlank());
        StandardEnvironment environment = new StandardEnvironment();
        String name = StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME;
        environment.getPropertySources().replace(name, new SystemEnvironmentPropertySource(name, given));
        return environment;
    }

    /** A worker of which a thread has died is of no use, and whoever looks after it must know: it ends. */
    private static void died(Thread thread, Throwable cause) {
        LoggerFactory.getLogger(WorkerApplication.class)
                .error("thread {} died, the worker ends", thread.getName(), cause);
        Runtime.getRuntime().halt(DIED);
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
