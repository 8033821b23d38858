package dev.ferrumdeck.demo;

import dev.ferrumdeck.contracts.Visible;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import picocli.CommandLine;

/** The terminal: lines out, one line in. Colours only for people, and not with NO_COLOR. */
final class Terminal {
    private final PrintStream out;
    private final BufferedReader in;
    private final boolean colours;
    private final String mark = UUID.randomUUID().toString();

    Terminal() {
        this(
                new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8),
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)),
                CommandLine.Help.Ansi.AUTO.enabled());
    }

    Terminal(PrintStream out, BufferedReader in, boolean colours) {
        this.out = out;
        this.in = in;
        this.colours = colours;
    }

    /** One line, whatever is in it: tools and models write here too. */
    void line(String text) {
        out.println(visible(text));
        out.flush();
    }

    /** Our own colours stay: nobody else knows the mark. */
    private String visible(String text) {
        return Visible.line(text).replace("\\u0001" + mark, "\u001b[");
    }

    void line(String format, Object... values) {
        line(String.format(Locale.ROOT, format, values));
    }

    /** Whether all lines have arrived. */
    boolean arrived() {
        return !out.checkError();
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
        return colours ? "\u0001" + mark + colour + "m" + text + "\u0001" + mark + "0m" : text;
    }

    /** What a person types, in small letters; empty when there is nobody, or when it was settled elsewhere meanwhile. */
    Optional<String> ask(String prompt, BooleanSupplier settled) {
        out.print(visible(prompt));
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
