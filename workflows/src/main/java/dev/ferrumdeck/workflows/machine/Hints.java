package dev.ferrumdeck.workflows.machine;

import java.util.List;

/** Events that anybody may have sent: some cannot be, as they are malformed or name what no run has. */
public final class Hints {
    private Hints() {}

    /** The hints, with {@link Event.Unbacked} in the place of each that cannot have happened. */
    public static List<Event> sound(List<Event> hints) {
        return hints.stream()
                .map(hint -> EventCheck.fault(hint).isPresent() ? new Event.Unbacked(hint.key()) : hint)
                .toList();
    }
}
