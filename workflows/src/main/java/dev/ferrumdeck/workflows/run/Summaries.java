package dev.ferrumdeck.workflows.run;

import dev.ferrumdeck.workflows.machine.Command;
import dev.ferrumdeck.workflows.machine.Entry;
import dev.ferrumdeck.workflows.machine.Event;
import java.util.ArrayList;
import java.util.List;

/** One line for each entry in Temporal's event history: what came, and what is to be done. */
final class Summaries {
    private static final int MOST_NAMED = 3;
    private static final int MOST_CHARACTERS = 180;

    private Summaries() {}

    static String of(Entry entry) {
        List<String> parts = new ArrayList<>();
        entry.commands().forEach(command -> parts.add(of(command)));
        if (parts.isEmpty()) {
            entry.events().forEach(event -> parts.add("took " + of(event)));
        }
        int named = Math.min(MOST_NAMED, parts.size());
        String line = "#" + entry.n() + " " + String.join("; ", parts.subList(0, named));
        if (parts.size() > named) {
            line += "; and " + (parts.size() - named) + " more";
        }
        return line.length() > MOST_CHARACTERS ? line.substring(0, MOST_CHARACTERS) : line;
    }

    private static String of(Command command) {
        if (command instanceof Command.Dispatch dispatch) {
            return "dispatch " + dispatch.step() + " " + dispatch.attempt();
        }
        if (command instanceof Command.Open open) {
            return "open " + open.step();
        }
        if (command instanceof Command.Finish finish) {
            String status = finish.status().name().toLowerCase(java.util.Locale.ROOT);
            return finish.code() == null ? "finish " + status : "finish " + status + " (" + finish.code() + ")";
        }
        if (command instanceof Command.CloseApproval close) {
            return "close approval of " + close.step();
        }
        if (command instanceof Command.Reconcile reconcile) {
            return "reconcile " + reconcile.step() + " " + reconcile.attempt();
        }
        return "take a vote";
    }

    private static String of(Event event) {
        if (event instanceof Event.Outcome outcome) {
            String status = outcome.status().name().toLowerCase(java.util.Locale.ROOT);
            return status + " of " + outcome.step() + " " + outcome.attempt();
        }
        String what = event.key().replace(':', ' ');
        return event instanceof Event.Unbacked ? what + " (nothing backs it)" : what;
    }
}
