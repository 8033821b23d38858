package dev.ferrumdeck.workflows.machine;

import java.util.ArrayList;
import java.util.List;

/** Events that anybody may have sent: some cannot be, as they are malformed or name what no run has. */
public final class Hints {
    private Hints() {}

    /**
     * The hints, with {@link Event.Unbacked} in the place of each that the machine can make nothing of. Pure, as the machine
     * is.
     */
    public static List<Event> sound(Machine machine, RunState state, long at, List<Event> hints) {
        if (isSound(machine, state, at, hints)) {
            return hints;
        }
        List<Event> sound = new ArrayList<>();
        for (Event hint : hints) {
            sound.add(isSound(machine, state, at, List.of(hint)) ? hint : new Event.Unbacked(hint.key()));
        }
        return sound;
    }

    /** The machine says so itself: it has no input that it should refuse with anything but an exception. */
    @SuppressWarnings("CatchingUnchecked")
    private static boolean isSound(Machine machine, RunState state, long at, List<Event> hints) {
        try {
            machine.apply(state, at, hints);
            return true;
        } catch (RuntimeException unsound) {
            return false;
        }
    }
}
