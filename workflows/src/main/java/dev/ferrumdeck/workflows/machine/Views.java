package dev.ferrumdeck.workflows.machine;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes the view of a state: what people and tables are shown of a run. */
public final class Views {
    private static final int MOST_NAMED = 3;

    private Views() {}

    /** The view of {@code state} at {@code at} (epoch milliseconds). */
    public static RunView of(RunState state, long at) {
        return new RunView(
                state.status(),
                waitingFor(state),
                new BudgetView(state.limits(), state.spent(), state.reserved(), state.workMillis(at), state.overruns()),
                state.notices());
    }

    private static @Nullable String waitingFor(RunState state) {
        List<String> names = new ArrayList<>();
        state.steps().forEach((path, entry) -> {
            String what = waitOf(path, entry);
            if (what != null) {
                names.add(what);
            }
        });
        if (names.isEmpty()) {
            return null;
        }
        String named = String.join(", ", names.subList(0, Math.min(MOST_NAMED, names.size())));
        return names.size() > MOST_NAMED ? named + " and " + (names.size() - MOST_NAMED) + " more" : named;
    }

    private static @Nullable String waitOf(String path, Node entry) {
        String name = entry.label() == null ? path : entry.label();
        return switch (entry.phase()) {
            case ASKED -> "approval of " + name;
            case RECONCILING -> "word on whether " + name + " happened";
            case AWAITING_BUDGET -> "room in a wider budget (" + name + ")";
            case TIMING -> "time (" + name + ")";
            default -> null;
        };
    }
}
