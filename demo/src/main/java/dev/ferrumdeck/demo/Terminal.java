package dev.ferrumdeck.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import picocli.CommandLine;

/** The terminal: lines out, one line in. Colours only for people, and not with NO_COLOR. */
final class Terminal {
    private final PrintStream out;
    private final BufferedReader in;
    private final boolean colours;

    Terminal() {
        this(
                System.out,
                new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset())),
                CommandLine.Help.Ansi.AUTO.enabled());
    }

    Terminal(PrintStream out, BufferedReader in, boolean colours) {
        this.out = out;
        this.in = in;
        this.colours = colours;
    }

    void line(String text) {
        out.println(text);
        out.flush();
    }

    void line(String format, Object... values) {
        line(String.format(Locale.ROOT, format, values));
    }

    String green(String text) {
        return coloured("32", text);
    }

    String red(String text) {
        return coloured("31", text);
    }

    String yellow(String text) {
        return coloured("33", text);
    }

    private String coloured(String colour, String text) {
        return colours ? "\u001b[" + colour + "m" + text + "\u001b[0m" : text;
    }

    /** What a person types, in small letters; empty when there is nobody, or when it was settled elsewhere meanwhile. */
    Optional<String> ask(String prompt, BooleanSupplier settled) {
        out.print(prompt);
        out.flush();
        try {
            while (!in.ready()) {
                if (settled.getAsBoolean()) {
                    line("");
                    return Optional.empty();
                }
                Waiting.pause(Duration.ofMillis(500));
            }
            return Optional.ofNullable(in.readLine()).map(String::strip);
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
