package dev.ferrumdeck.worker.mcp;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/** Names for the tools of a server that the registry and every provider take, each used once. For one thread. */
final class Names {
    private static final int LONGEST = 64;

    private final Set<String> taken = new HashSet<>();

    /** {@code server.tool} where that is legal, else the nearest name that is. */
    String of(String server, String tool) {
        String wanted = legal(server) + "." + legal(tool);
        String cut = wanted.length() <= LONGEST ? wanted : wanted.substring(0, LONGEST);
        String name = cut;
        // db.read and db_read are one name to a provider
        for (int n = 2; !taken.add(name.replace('.', '_').toLowerCase(Locale.ROOT)); n++) {
            String suffix = "_" + n;
            name = cut.substring(0, Math.min(cut.length(), LONGEST - suffix.length())) + suffix;
        }
        return name;
    }

    private static String legal(String part) {
        String clean = part.replaceAll("[^A-Za-z0-9_.-]+", "_")
                .replaceAll("\\.{2,}", ".")
                .replaceAll("^[._-]+|[.]+$", "");
        return clean.isEmpty() ? "tool" : Character.isDigit(clean.charAt(0)) ? "t" + clean : clean;
    }
}
