package dev.ferrumdeck.localstack;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;

/** The addresses and next steps that a person needs once the stack is up. */
final class Summary {
    private Summary() {}

    static void print(PrintWriter out, Layout layout, StackState state) {
        StackUrls urls = state.urls();
        if (!urls.gateway().isEmpty()) {
            out.printf("  %-9s %s/docs%n", "API docs", urls.gateway());
        }
        if (!urls.temporalUi().isEmpty()) {
            out.printf("  %-9s %s   (Temporal: every run, step by step)%n", "Web UI", urls.temporalUi());
        }
        if (Files.exists(layout.adminKey())) {
            Path shown = shown(layout.adminKey());
            out.printf("  %-9s saved to %s  (export FERRUMDECK_API_KEY=$(cat %s))%n", "API key", shown, shown);
        }
        if (!urls.gateway().isEmpty()) {
            out.printf("  %-9s %s%n", "Model", model(state.with()));
        }
    }

    /** What the worker that runs was given, which is not what this shell has. */
    private static String model(StartedWith with) {
        boolean openai = with.environment().containsKey("OPENAI_API_KEY");
        boolean anthropic = with.environment().containsKey("ANTHROPIC_API_KEY");
        if (!openai && !anthropic) {
            return "scripted (free, offline). Set OPENAI_API_KEY or ANTHROPIC_API_KEY and `up` again for a real one.";
        }
        return "scripted" + (openai ? ", openai" : "") + (anthropic ? ", anthropic" : "");
    }

    /** Relative to the working folder when it is below it. */
    private static Path shown(Path path) {
        Path here = Path.of("").toAbsolutePath();
        return path.startsWith(here) ? here.relativize(path) : path;
    }
}
