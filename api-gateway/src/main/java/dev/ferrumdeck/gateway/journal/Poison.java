package dev.ferrumdeck.gateway.journal;

import java.util.Set;
import java.util.TreeSet;

/** What of an entry cannot be written, gathered by its careful course. Not thread-safe. */
final class Poison {
    private final Prepared prepared;
    private final Set<Integer> commands = new TreeSet<>();
    private final Set<String> steps = new TreeSet<>();

    Poison(Prepared prepared) {
        this.prepared = prepared;
    }

    /** The command with this index fails when it is carried out. */
    void command(int index) {
        commands.add(index);
    }

    /** A row of this step is refused: because of the command that is about it, or of what the machine says of it. */
    void step(String path) {
        steps.add(path);
        for (int i = 0; i < prepared.works().size(); i++) {
            if (prepared.works().get(i).isAbout(path)) {
                commands.add(i);
            }
        }
    }

    /** @throws Poisoned when anything was found: roll back, and try again without it */
    void check() {
        if (!commands.isEmpty() || !steps.isEmpty()) {
            throw new Poisoned(commands, steps);
        }
    }
}
