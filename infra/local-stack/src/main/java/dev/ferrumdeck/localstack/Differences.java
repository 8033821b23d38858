package dev.ferrumdeck.localstack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** What a running stack was started with and what it would be started with now: the difference, in words. */
final class Differences {
    private Differences() {}

    /** Variables that gateways and workers would get otherwise; their values are never said. */
    static List<String> ofEnvironment(StartedWith with, Map<String, String> env) {
        Map<String, String> now = ChildEnv.digests(env);
        TreeSet<String> names = new TreeSet<>(now.keySet());
        names.addAll(with.environment().keySet());
        List<String> differences = new ArrayList<>();
        for (String name : names) {
            String before = with.environment().get(name);
            String after = now.get(name);
            if (before == null) {
                differences.add(name + " is set now");
            } else if (after == null) {
                differences.add(name + " is not set any more");
            } else if (!before.equals(after)) {
                differences.add(name + " has another value");
            }
        }
        return differences;
    }

    /** Modules whose jars are others than those that run. */
    static List<String> ofBuild(StartedWith with, Layout layout) {
        List<String> differences = new ArrayList<>();
        with.builds().forEach((module, running) -> {
            Path jar = layout.appJar(module);
            try {
                if (Files.exists(jar) && !BootJar.checksum(jar).equals(running)) {
                    differences.add(module + " has a new build");
                }
            } catch (IOException e) {
                differences.add(module + " cannot be read: " + e.getMessage());
            }
        });
        return differences;
    }
}
