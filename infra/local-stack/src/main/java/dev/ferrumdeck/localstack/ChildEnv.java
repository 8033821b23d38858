package dev.ferrumdeck.localstack;

import dev.ferrumdeck.contracts.Digests;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The environment that a child gets: the few things every program needs, and what is meant for it. Model keys reach only
 * workers, database and Temporal credentials only gateways.
 */
final class ChildEnv {
    static final List<String> GATEWAY = List.of(
            "FERRUMDECK_",
            "TEMPORAL_",
            "OTEL_",
            "SPRING_",
            "LOGGING_",
            "MANAGEMENT_",
            "SERVER_",
            "DATABASE_URL",
            "REDIS_URL");
    static final List<String> WORKER =
            List.of("FERRUMDECK_", "OPENAI_", "ANTHROPIC_", "OTEL_", "SPRING_", "LOGGING_", "REDIS_URL");
    static final List<String> NONE = List.of();

    private static final List<String> ALWAYS = List.of(
            "PATH",
            "HOME",
            "USER",
            "LOGNAME",
            "LANG",
            "LC_",
            "TZ",
            "TMPDIR",
            "JAVA_HOME",
            "SSL_CERT_",
            "HTTP_PROXY",
            "HTTPS_PROXY",
            "NO_PROXY",
            "http_proxy",
            "https_proxy",
            "no_proxy",
            "PIP_");
    /** What only the gateway or the launcher may know, though its name begins like the others. */
    private static final List<String> NEVER = List.of(
            "FERRUMDECK_HOME",
            "FERRUMDECK_ROOT",
            "FERRUMDECK_NO_BUILD",
            "FERRUMDECK_SERVER",
            "FERRUMDECK_API_KEY",
            "FERRUMDECK_T0");

    private ChildEnv() {}

    static void apply(
            ProcessBuilder command, Map<String, String> from, List<String> prefixes, Map<String, String> own) {
        Map<String, String> env = command.environment();
        env.clear();
        from.forEach((name, value) -> {
            if (!NEVER.contains(name) && (startsWithAny(name, ALWAYS) || startsWithAny(name, prefixes))) {
                env.put(name, value);
            }
        });
        if (!utf8(env)) {
            env.put("LC_ALL", "C.UTF-8"); // names and texts are UTF-8, whatever the shell speaks
        }
        env.putAll(own);
    }

    private static boolean utf8(Map<String, String> env) {
        for (String name : List.of("LC_ALL", "LC_CTYPE", "LANG")) {
            String value = env.getOrDefault(name, "");
            if (!value.isEmpty()) {
                return value.replace("-", "").toLowerCase(Locale.ROOT).endsWith("utf8");
            }
        }
        return false;
    }

    /**
     * The variables that gateways and workers are given out of an environment, each with a digest of its value: keys are
     * among them. What every program gets, such as PATH, says nothing of ours.
     */
    static Map<String, String> digests(Map<String, String> from) {
        Map<String, String> digests = new TreeMap<>();
        from.forEach((name, value) -> {
            if (!NEVER.contains(name) && (startsWithAny(name, GATEWAY) || startsWithAny(name, WORKER))) {
                digests.put(name, Digests.sha256Hex(value).substring(0, 16));
            }
        });
        return digests;
    }

    private static boolean startsWithAny(String name, List<String> prefixes) {
        return prefixes.stream().anyMatch(name::startsWith);
    }
}
