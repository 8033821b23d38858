package dev.ferrumdeck.worker.llm;

import dev.ferrumdeck.contracts.wire.LlmInput;
import dev.ferrumdeck.worker.settings.LlmSettings;
import dev.ferrumdeck.worker.telemetry.Spans;
import dev.ferrumdeck.worker.testing.Jobs;
import dev.ferrumdeck.worker.work.Assignment;
import dev.ferrumdeck.worker.work.Done;
import dev.ferrumdeck.worker.work.Json;
import dev.ferrumdeck.worker.work.Slot;
import io.opentelemetry.api.OpenTelemetry;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;

/** Makes model calls the way the intake does, for tests. */
final class LlmCalls {
    private LlmCalls() {}

    static LlmActor actor(LlmSettings settings) {
        return new LlmActor(settings, new Spans(OpenTelemetry.noop()));
    }

    static Done act(LlmSettings settings, LlmInput input) throws InterruptedException {
        return act(actor(settings), input, text -> {});
    }

    static Done act(LlmActor actor, LlmInput input, Consumer<String> heard) throws InterruptedException {
        Map<String, Object> tree = Json.object(Json.write(input));
        return actor.prepare(new Assignment(Jobs.llm(tree), tree, Duration.ofSeconds(30), "", heard, Slot.OWN))
                .act();
    }
}
