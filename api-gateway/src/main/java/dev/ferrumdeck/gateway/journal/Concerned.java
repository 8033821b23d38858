package dev.ferrumdeck.gateway.journal;

import dev.ferrumdeck.gateway.runs.PinnedRun;
import dev.ferrumdeck.workflows.machine.Command;
import dev.ferrumdeck.workflows.machine.Entry;
import dev.ferrumdeck.workflows.machine.Event;
import dev.ferrumdeck.workflows.machine.StepPath;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/** What an entry is about: read in one query each, before it is looked at one by one. */
final class Concerned {
    private Concerned() {}

    /** The step that a command is about. */
    static Optional<String> step(Command command) {
        if (command instanceof Command.Open open) {
            return Optional.of(open.step());
        } else if (command instanceof Command.Dispatch dispatch) {
            return Optional.of(dispatch.step());
        } else if (command instanceof Command.Reconcile reconcile) {
            return Optional.of(reconcile.step());
        } else if (command instanceof Command.CloseApproval close) {
            return Optional.of(close.step());
        }
        return Optional.empty();
    }

    /** Whether the run is over with this entry. */
    static boolean ends(Entry entry) {
        return entry.commands().stream().anyMatch(Command.Finish.class::isInstance);
    }

    static Set<KnownAttempts.Key> attempts(Entry entry) {
        Set<KnownAttempts.Key> keys = new LinkedHashSet<>();
        entry.events().forEach(event -> {
            if (event instanceof Event.Outcome outcome && outcome.attempt() > 0) {
                keys.add(new KnownAttempts.Key(outcome.step(), outcome.attempt()));
            }
        });
        entry.commands().forEach(command -> {
            if (command instanceof Command.Dispatch dispatch) {
                keys.add(new KnownAttempts.Key(dispatch.step(), dispatch.attempt()));
            }
        });
        return keys;
    }

    /** The steps that will be looked at, so that one query reads them. */
    static Set<String> steps(PinnedRun run, Entry entry) {
        Set<String> paths = new HashSet<>();
        entry.commands().forEach(command -> {
            if (command instanceof Command.Open open) {
                concern(run, StepPath.parse(open.step()), paths);
            } else if (command instanceof Command.Dispatch dispatch) {
                concern(run, StepPath.parse(dispatch.step()), paths);
            } else if (command instanceof Command.Reconcile reconcile) {
                paths.add(reconcile.step());
            }
        });
        return paths;
    }

    private static void concern(PinnedRun run, StepPath path, Set<String> paths) {
        paths.add(path.toString());
        if (!path.isOfLoop()) {
            paths.addAll(run.pinned().definition().upstream(path.planStep()));
            paths.add(path.planStep());
        } else if (path.toolCall() < 0) {
            StepPath owner = path.owner();
            paths.add(
                    path.modelCall() == 1
                            ? owner.toString()
                            : owner.modelCall(path.modelCall() - 1).toString());
        }
    }
}
