package dev.ferrumdeck.workflows.run;

import dev.ferrumdeck.workflows.machine.Event;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Events that no entry of the journal has carried yet, each once. They leave only when an entry that carries them is
 * written, so that nothing is lost when an entry is superseded.
 */
final class Inbox {
    private static final int MOST_OF_AN_ENTRY = 200;

    private final Map<String, Event> events = new LinkedHashMap<>();

    void add(Event event) {
        events.putIfAbsent(event.key(), event);
    }

    /** Answers of the entry before come before all that waits: they happened first. */
    void addFirst(List<Event> first) {
        Map<String, Event> later = new LinkedHashMap<>(events);
        events.clear();
        first.forEach(this::add);
        later.values().forEach(this::add);
    }

    boolean has(String key) {
        return events.containsKey(key);
    }

    boolean isEmpty() {
        return events.isEmpty();
    }

    /** The oldest events, as many as an entry carries. */
    List<Event> next() {
        return events.values().stream().limit(MOST_OF_AN_ENTRY).toList();
    }

    void remove(List<Event> carried) {
        carried.forEach(event -> events.remove(event.key()));
    }

    List<Event> all() {
        return new ArrayList<>(events.values());
    }
}
