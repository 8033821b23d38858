package dev.ferrumdeck.workflows.run;

import dev.ferrumdeck.workflows.machine.Event;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Events that no entry of the journal has carried yet, each once. They leave only when an entry that carries them is
 * written, so that nothing is lost when an entry is superseded. Until then they are hints: whoever reaches Temporal can put
 * one here, and the journal takes what is backed.
 */
final class Inbox {
    private static final int MOST_OF_AN_ENTRY = 200;
    /** No id and no path of ours comes near it. */
    private static final int LONGEST_KEY = 1_000;

    private final Map<String, Event> events = new LinkedHashMap<>();
    /** What came once more while an entry was being written. */
    private final Map<String, Event> again = new LinkedHashMap<>();

    void add(Event event) {
        if (event.key().length() <= LONGEST_KEY && events.putIfAbsent(event.key(), event) != null) {
            again.put(event.key(), event);
        }
    }

    /** Answers of the entry before come before all that waits: they happened first. */
    void addFirst(List<Event> first) {
        Map<String, Event> later = new LinkedHashMap<>(events);
        events.clear();
        first.forEach(event -> events.putIfAbsent(event.key(), event));
        later.forEach(events::putIfAbsent);
    }

    boolean has(String key) {
        return events.containsKey(key);
    }

    /** Whether this very event waits; another one with its key may be a lie about the same thing. */
    boolean holds(Event event) {
        return event.equals(events.get(event.key()));
    }

    boolean isEmpty() {
        return events.isEmpty();
    }

    /** The oldest events, as many as an entry carries; it is written now. */
    List<Event> next() {
        again.clear();
        return events.values().stream().limit(MOST_OF_AN_ENTRY).toList();
    }

    /** An entry has carried these. A word that it found unbacked, and that came again meanwhile, may be true by now. */
    void remove(List<Event> carried) {
        for (Event event : carried) {
            events.remove(event.key());
            Event later = again.get(event.key());
            if (event instanceof Event.Unbacked && later != null) {
                events.put(event.key(), later);
            }
        }
    }

    List<Event> all() {
        return new ArrayList<>(events.values());
    }
}
