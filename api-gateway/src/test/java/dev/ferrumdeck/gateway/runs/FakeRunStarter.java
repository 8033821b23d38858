package dev.ferrumdeck.gateway.runs;

import dev.ferrumdeck.gateway.delivery.RunStarter;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.context.annotation.Primary;
import org.springframework.stereotype.Component;

/** Remembers which runs were started; can be told to fail, as when Temporal is away. */
@Primary
@Component
class FakeRunStarter implements RunStarter {
    private final Set<String> started = ConcurrentHashMap.newKeySet();
    private volatile boolean away;

    @Override
    public void start(String runId) {
        if (away) {
            throw new IllegalStateException("temporal is away");
        }
        started.add(runId);
    }

    boolean hasStarted(String runId) {
        return started.contains(runId);
    }

    void goAway(boolean gone) {
        away = gone;
    }
}
