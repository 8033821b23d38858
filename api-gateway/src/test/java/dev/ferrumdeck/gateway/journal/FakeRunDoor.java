package dev.ferrumdeck.gateway.journal;

import dev.ferrumdeck.gateway.delivery.RunDoor;
import dev.ferrumdeck.workflows.machine.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Runs without Temporal: keeps what they are told. */
class FakeRunDoor implements RunDoor {
    final Map<String, List<Event.Outcome>> outcomes = new ConcurrentHashMap<>();
    final Map<String, List<String>> signals = new ConcurrentHashMap<>();
    final Map<String, Standing> standings = new ConcurrentHashMap<>();

    volatile Standing otherwise = Standing.OPEN;

    @Override
    public Delivery outcomes(String runId, String updateId, List<Event.Outcome> told) {
        outcomes.computeIfAbsent(runId, key -> new CopyOnWriteArrayList<>()).addAll(told);
        return Delivery.TAKEN;
    }

    @Override
    public Delivery signal(String runId, String name, Object... arguments) {
        signals.computeIfAbsent(runId, key -> new CopyOnWriteArrayList<>()).add(name);
        return Delivery.TAKEN;
    }

    @Override
    public Delivery cancel(String runId, String reason) {
        return signal(runId, "cancel");
    }

    @Override
    public Standing standing(String runId) {
        return standings.getOrDefault(runId, otherwise);
    }

    /** Takes what a run was told since the last time. */
    List<Event.Outcome> take(String runId) {
        List<Event.Outcome> told = outcomes.remove(runId);
        return told == null ? List.of() : new ArrayList<>(told);
    }
}
