package dev.ferrumdeck.workflows.run;

import dev.ferrumdeck.workflows.machine.RunView;
import io.temporal.common.SearchAttributeKey;
import io.temporal.common.SearchAttributeUpdate;
import io.temporal.workflow.Workflow;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Search attributes by which operators find runs; written only when they change, as each write is an event. */
public final class Visibility {
    public static final SearchAttributeKey<String> TENANT = SearchAttributeKey.forKeyword("FdTenant");
    public static final SearchAttributeKey<String> PROJECT = SearchAttributeKey.forKeyword("FdProject");
    public static final SearchAttributeKey<String> AGENT = SearchAttributeKey.forKeyword("FdAgent");
    public static final SearchAttributeKey<String> STATUS = SearchAttributeKey.forKeyword("FdStatus");
    public static final SearchAttributeKey<String> WAITING = SearchAttributeKey.forKeyword("FdWaiting");
    private static final int LONGEST = 120;

    private String status;
    private @Nullable String waiting;

    /** What the attributes say already: those of the start are set by who starts the workflow. */
    Visibility(RunView shown) {
        this.status = word(shown);
        this.waiting = waiting(shown);
    }

    void show(RunView view) {
        List<SearchAttributeUpdate<?>> updates = new ArrayList<>();
        if (!status.equals(word(view))) {
            status = word(view);
            updates.add(STATUS.valueSet(status));
        }
        String waits = waiting(view);
        if (!Objects.equals(waiting, waits)) {
            waiting = waits;
            updates.add(waits == null ? WAITING.valueUnset() : WAITING.valueSet(waits));
        }
        if (!updates.isEmpty()) {
            Workflow.upsertTypedSearchAttributes(updates.toArray(new SearchAttributeUpdate<?>[0]));
        }
    }

    /** The status of a run as everybody writes it. */
    private static String word(RunView view) {
        return view.status().name().toLowerCase(Locale.ROOT);
    }

    private static @Nullable String waiting(RunView view) {
        String text = view.waitingFor();
        return text == null || text.length() <= LONGEST ? text : text.substring(0, LONGEST);
    }
}
