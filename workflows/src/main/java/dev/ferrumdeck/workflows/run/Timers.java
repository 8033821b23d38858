package dev.ferrumdeck.workflows.run;

import dev.ferrumdeck.workflows.machine.Event;
import dev.ferrumdeck.workflows.machine.MachineTimer;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.TimerOptions;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Keeps Temporal's timers as the state of the machine wants them. */
final class Timers {
    private static final long LONGEST = Duration.ofDays(3650).toMillis();

    private final Inbox inbox;
    private final Map<String, Running> running = new LinkedHashMap<>();

    Timers(Inbox inbox) {
        this.inbox = inbox;
    }

    private record Running(long dueAt, CancellationScope scope) {}

    /** Stops timers that are no longer wanted and starts those that are not yet running. */
    void match(Map<String, MachineTimer> wanted) {
        for (String id : List.copyOf(running.keySet())) {
            Running timer = running.get(id);
            MachineTimer want = wanted.get(id);
            if (timer != null && (want == null || want.dueAt() != timer.dueAt())) {
                running.remove(id);
                timer.scope().cancel();
            }
        }
        wanted.forEach((id, timer) -> {
            if (!running.containsKey(id) && !inbox.has(new Event.TimerFired(id).key())) {
                start(id, timer);
            }
        });
    }

    private void start(String id, MachineTimer timer) {
        // one that would run longer than Temporal lets it fires early, is not due, and is started again
        long wait = Math.max(1, Math.min(LONGEST, timer.dueAt() - Workflow.currentTimeMillis()));
        TimerOptions options =
                TimerOptions.newBuilder().setSummary(timer.summary()).build();
        CancellationScope scope =
                Workflow.newCancellationScope(() -> Workflow.newTimer(Duration.ofMillis(wait), options)
                        .handle((done, stopped) -> {
                            if (stopped == null) {
                                running.remove(id);
                                inbox.add(new Event.TimerFired(id));
                            }
                            return null;
                        }));
        running.put(id, new Running(timer.dueAt(), scope));
        scope.run();
    }
}
