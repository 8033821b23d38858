package dev.ferrumdeck.worker.mcp;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.ferrumdeck.worker.settings.Misconfigured;
import dev.ferrumdeck.worker.work.Json;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;

/**
 * The file of MCP servers; {@code ${NAME}} in a value stands for the worker's environment variable of that name. An entry
 * that cannot be used keeps none of the others from working.
 *
 * @param good the servers that can be used, by name
 * @param bad why the others cannot, by name
 */
record ServerConfigs(Map<String, ServerConfig> good, Map<String, String> bad) {
    private static final Logger log = LoggerFactory.getLogger(ServerConfigs.class);
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([^}]*)}");
    private static final Set<String> PROPERTIES =
            Set.of("command", "args", "env", "url", "headers", "startup_timeout_seconds", "max_concurrent", "is_error");
    /** Of other products' files: says what {@code command} and {@code url} say already. */
    private static final Set<String> REDUNDANT = Set.of("type", "transport", "$schema");

    private record Document(
            @JsonProperty("mcpServers") @Nullable Map<String, Map<String, Object>> servers) {}

    /** An entry that cannot be used. */
    private static final class Unusable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Unusable(String why) {
            super(why);
        }
    }

    /**
     * The servers of the file; none when there is no file configured.
     *
     * @throws Misconfigured when the file as a whole cannot be read, with the reason
     */
    static ServerConfigs read(@Nullable Path file, UnaryOperator<@Nullable String> environment) {
        if (file == null || file.toString().isEmpty()) {
            return new ServerConfigs(Map.of(), Map.of());
        }
        try {
            Map<String, Map<String, Object>> servers = Json.MAPPER
                    .readValue(Files.readString(file), Document.class)
                    .servers();
            if (servers == null) {
                throw wrong(file, "it has no mcpServers");
            }
            return of(servers, environment);
        } catch (IOException e) {
            throw wrong(file, e.toString());
        } catch (JacksonException e) {
            throw wrong(file, e.getOriginalMessage());
        }
    }

    private static ServerConfigs of(
            Map<String, Map<String, Object>> servers, UnaryOperator<@Nullable String> environment) {
        Map<String, ServerConfig> good = new LinkedHashMap<>();
        Map<String, String> bad = new LinkedHashMap<>();
        servers.forEach((name, entry) -> {
            try {
                good.put(name, entry(entry, environment));
            } catch (Unusable e) {
                bad.put(name, String.valueOf(e.getMessage()));
            } catch (JacksonException e) {
                bad.put(name, e.getOriginalMessage());
            } catch (IllegalArgumentException e) {
                bad.put(name, String.valueOf(e.getMessage()));
            }
        });
        bad.forEach((name, why) -> log.error("tool server {} cannot be used: {}", name, why));
        return new ServerConfigs(good, bad);
    }

    private static ServerConfig entry(
            @Nullable Map<String, Object> entry, UnaryOperator<@Nullable String> environment) {
        if (entry == null) {
            throw new Unusable("it is empty; it needs a command or a url");
        }
        Map<String, Object> known = new LinkedHashMap<>(entry);
        known.keySet().removeAll(REDUNDANT);
        Set<String> unknown = new TreeSet<>(known.keySet());
        unknown.removeAll(PROPERTIES);
        if (!unknown.isEmpty()) {
            throw new Unusable("it has properties that are not known here: " + unknown + "; known are "
                    + new TreeSet<>(PROPERTIES));
        }
        known.replaceAll((property, value) -> expand(value, environment));
        ServerConfig config = Json.convert(known, ServerConfig.class);
        check(config);
        return config;
    }

    private static void check(ServerConfig config) {
        if ((config.command() == null) == (config.url() == null)) {
            throw new Unusable("it needs either a command or a url");
        }
        if (config.command() != null && config.command().isBlank()) {
            throw new Unusable("its command is blank");
        }
        if (config.url() != null && !isAddress(config.url())) {
            throw new Unusable("its url is no http or https address");
        }
        if (isNotPositive(config.startupTimeoutSeconds()) || isNotPositive(config.maxConcurrent())) {
            throw new Unusable("startup_timeout_seconds and max_concurrent are 1 or more");
        }
    }

    private static boolean isNotPositive(@Nullable Integer number) {
        return number != null && number < 1;
    }

    private static boolean isAddress(String url) {
        try {
            URI address = URI.create(url);
            return address.getHost() != null && List.of("http", "https").contains(address.getScheme());
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static @Nullable Object expand(@Nullable Object value, UnaryOperator<@Nullable String> environment) {
        if (value instanceof String text) {
            return VARIABLE.matcher(text).replaceAll(match -> {
                String set = environment.apply(match.group(1));
                if (set == null) {
                    throw new Unusable("the variable ${" + match.group(1) + "} is not set in the worker's environment");
                }
                return Matcher.quoteReplacement(set);
            });
        }
        if (value instanceof List<?> list) {
            return list.stream().map(item -> expand(item, environment)).toList();
        }
        if (value instanceof Map<?, ?> map) {
            Map<Object, @Nullable Object> expanded = new LinkedHashMap<>();
            map.forEach((key, item) -> expanded.put(key, expand(item, environment)));
            return expanded;
        }
        return value;
    }

    private static Misconfigured wrong(Path file, String why) {
        return new Misconfigured("FERRUMDECK_MCP_CONFIG: cannot use " + file + ": " + why);
    }
}
