package dev.ferrumdeck.worker.mcp;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.ferrumdeck.worker.settings.Misconfigured;
import dev.ferrumdeck.worker.work.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/** Reads the file of MCP servers; {@code ${NAME}} in it stands for the worker's environment variable of that name. */
final class ServerConfigs {
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Za-z_][A-Za-z0-9_]*)}");

    private record Document(
            @JsonProperty("mcpServers") @Nullable Map<String, ServerConfig> servers) {}

    private ServerConfigs() {}

    /**
     * The servers of the file by name; none when there is no file configured.
     *
     * @throws Misconfigured when it cannot be read, with the reason
     */
    static Map<String, ServerConfig> read(@Nullable Path file, UnaryOperator<@Nullable String> environment) {
        if (file == null || file.toString().isEmpty()) {
            return Map.of();
        }
        try {
            String text = expand(Files.readString(file), environment);
            Map<String, ServerConfig> servers =
                    Json.MAPPER.readValue(text, Document.class).servers();
            if (servers == null) {
                throw wrong(file, "it has no mcpServers");
            }
            servers.forEach((name, config) -> check(file, name, config));
            return new LinkedHashMap<>(servers);
        } catch (IOException e) {
            throw wrong(file, e.toString());
        } catch (JacksonException e) {
            throw wrong(file, e.getOriginalMessage());
        }
    }

    private static void check(Path file, String name, ServerConfig config) {
        if ((config.command() == null) == (config.url() == null)) {
            throw wrong(file, "server " + name + " needs either a command or a url");
        }
    }

    private static String expand(String text, UnaryOperator<@Nullable String> environment) {
        return VARIABLE.matcher(text).replaceAll(match -> {
            String value = environment.apply(match.group(1));
            String json = Json.write(value == null ? "" : value);
            return Matcher.quoteReplacement(json.substring(1, json.length() - 1));
        });
    }

    private static Misconfigured wrong(Path file, String why) {
        return new Misconfigured("FERRUMDECK_MCP_CONFIG: cannot use " + file + ": " + why);
    }
}
