package dev.ferrumdeck.cli;

import dev.ferrumdeck.cli.client.FerrumdeckClient;
import dev.ferrumdeck.contracts.Visible;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** What all nouns share. Called without a verb, a noun says how it is used. */
abstract class Noun implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public void run() {
        throw new CommandLine.ParameterException(
                spec.commandLine(), "say what to do with " + spec.name() + ": " + verbs());
    }

    private String verbs() {
        return String.join(", ", spec.subcommands().keySet().stream().sorted().toList());
    }

    Main main() {
        return (Main) spec.root().userObject();
    }

    FerrumdeckClient client() {
        return main().client();
    }

    Output output() {
        return main().output(out());
    }

    PrintWriter out() {
        return spec.root().commandLine().getOut();
    }

    /** Says something to people. */
    void say(String words) {
        if (!main().quiet()) {
            announce(words);
        }
    }

    /** Says what people must know, also those who want no words: the id of what was begun, for one. */
    void announce(String words) {
        PrintWriter err = spec.root().commandLine().getErr();
        err.println(Visible.line(words));
        err.flush();
    }

    void list(String path, Map<String, ?> query, int limit, Column... columns) {
        show(client().list(path, query, limit), columns);
    }

    /** A list that comes whole. */
    void whole(String path, Column... columns) {
        show(client().whole(path), columns);
    }

    private void show(List<JsonNode> rows, Column... columns) {
        output().list(rows, columns);
        if (rows.isEmpty() && main().format() == Format.TABLE) {
            say("nothing there yet");
        }
    }

    static String segment(String text) {
        return FerrumdeckClient.segment(text);
    }
}
