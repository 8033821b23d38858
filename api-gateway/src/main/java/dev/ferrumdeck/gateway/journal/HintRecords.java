package dev.ferrumdeck.gateway.journal;

import dev.ferrumdeck.gateway.audit.Audit;
import dev.ferrumdeck.gateway.delivery.Signals;
import dev.ferrumdeck.workflows.machine.Entry;
import dev.ferrumdeck.workflows.machine.Event;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Keeps what an entry says of hints: which words of people it carries, what nothing backed, and what operators did. */
@Component
class HintRecords {
    private static final String ACTOR = "temporal";
    private static final int LONGEST_ECHO = 200;

    private final Audit audit;
    private final Signals signals;

    HintRecords(Audit audit, Signals signals) {
        this.audit = audit;
        this.signals = signals;
    }

    void record(String tenantId, Entry entry) {
        signals.told(entry.runId(), entry.events(), entry.n());
        for (Event event : entry.events()) {
            String action = action(event);
            if (action != null) {
                Map<String, Object> detail = new LinkedHashMap<>();
                detail.put("entry", entry.n());
                detail.put("what", echo(event.key()));
                audit.record(tenantId, ACTOR, action, entry.runId(), detail);
            }
        }
    }

    /** Whoever used the gateway is in the audit log already; these came through Temporal. */
    private static @Nullable String action(Event event) {
        if (event instanceof Event.Unbacked) {
            return "run.hint_dropped";
        }
        if (event instanceof Event.CancelRequested cancel && cancel.by() == null) {
            return "run.cancel";
        }
        if (event instanceof Event.PauseRequested pause && pause.by() == null) {
            return "run.pause";
        }
        return event instanceof Event.ResumeRequested resume && resume.by() == null ? "run.resume" : null;
    }

    private static String echo(String text) {
        String printable = text.replaceAll("\\p{Cntrl}", "?");
        return printable.length() <= LONGEST_ECHO ? printable : printable.substring(0, LONGEST_ECHO);
    }
}
