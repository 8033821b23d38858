package dev.ferrumdeck.worker.intake;

import dev.ferrumdeck.contracts.ErrorCode;
import dev.ferrumdeck.worker.work.Actor;
import dev.ferrumdeck.worker.work.WorkFailed;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Who does which type of step. */
final class Crew {
    private final Map<String, Actor> actors;

    Crew(List<Actor> actors) {
        this.actors = actors.stream().collect(Collectors.toUnmodifiableMap(Actor::type, Function.identity()));
    }

    Actor forType(String type) {
        Actor actor = actors.get(type);
        if (actor == null) {
            throw WorkFailed.transientError(
                    ErrorCode.WORKER_MISCONFIGURED,
                    "this worker cannot do steps of type " + type + "; give such steps a queue of their own");
        }
        return actor;
    }
}
