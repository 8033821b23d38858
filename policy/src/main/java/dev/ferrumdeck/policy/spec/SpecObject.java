package dev.ferrumdeck.policy.spec;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An object of a specification while it is read. Each reading method names a key, notes a fault where the value is not as
 * it must be and answers a harmless value then, so that one reading finds all faults; {@link #done} notes the keys that
 * nobody asked for. Not thread-safe.
 */
public final class SpecObject {
    private final Map<String, Object> values;
    private final String pointer;
    private final List<Fault> faults;
    private final Set<String> known = new LinkedHashSet<>();

    private SpecObject(Map<String, Object> values, String pointer, List<Fault> faults) {
        this.values = values;
        this.pointer = pointer;
        this.faults = faults;
    }

    /** The object {@code value} at {@code pointer}; an empty one, with a fault, when it is something else. */
    public static SpecObject of(@Nullable Object value, String pointer, List<Fault> faults) {
        if (value instanceof Map<?, ?> map) {
            return new SpecObject(copy(map), pointer, faults);
        }
        faults.add(new Fault(pointer, "type", "must be an object (keys and values), not " + Kind.of(value)));
        return new SpecObject(Map.of(), pointer, new ArrayList<>());
    }

    public String pointer() {
        return pointer;
    }

    /** The pointer of {@code key} in this object. */
    public String at(String key) {
        return Fault.child(pointer, key);
    }

    public boolean has(String key) {
        known.add(key);
        return values.get(key) != null;
    }

    public void fault(String key, String code, String message) {
        faults.add(new Fault(key.isEmpty() ? pointer : at(key), code, message));
    }

    /** A required string. */
    public String string(String key) {
        if (!has(key)) {
            fault(key, "missing", "'" + key + "' is missing: give it a text");
            return "";
        }
        return Objects.requireNonNullElse(optionalString(key), "");
    }

    public @Nullable String optionalString(String key) {
        if (!has(key)) {
            return null;
        }
        Object value = values.get(key);
        if (value instanceof String text) {
            if (text.isBlank()) {
                fault(key, "empty", "'" + key + "' must not be empty");
            }
            return text;
        }
        fault(key, "type", "'" + key + "' must be a text, not " + Kind.of(value) + ": put it in quotes");
        return null;
    }

    /** A required string of this form; {@code form} says it in words. */
    public String string(String key, Pattern pattern, String form) {
        String text = string(key);
        if (!text.isBlank() && !pattern.matcher(text).matches()) {
            fault(key, "format", "'" + text + "' is not a valid " + key + ": " + form);
        }
        return text;
    }

    /** One of these words; null when it is absent or another one. */
    public @Nullable String oneOf(String key, Set<String> words, boolean required) {
        String text = required ? string(key) : optionalString(key);
        if (text == null || text.isBlank()) {
            return null;
        }
        if (!words.contains(text)) {
            String guess = Suggestion.of(text, words);
            fault(key, "value", "'" + text + "' is not one of " + String.join(", ", words) + guess);
            return null;
        }
        return text;
    }

    /** A whole number within these bounds, or {@code otherwise} when it is absent or wrong. */
    public long whole(String key, long min, long max, long otherwise) {
        return Objects.requireNonNullElse(optionalWhole(key, min, max), otherwise);
    }

    /** The key {@code kind}, with which documents that share a file say what they are: absent, or this word. */
    public void kind(String word) {
        String given = optionalString("kind");
        if (given != null && !given.equals(word)) {
            fault("kind", "value", "this is read as a " + word + ", but says that it is a " + given);
        }
    }

    /** A required whole number within these bounds. */
    public long whole(String key, long min, long max) {
        if (!has(key)) {
            fault(key, "missing", "'" + key + "' is missing: give it a whole number");
        }
        return whole(key, min, max, min);
    }

    public @Nullable Long optionalWhole(String key, long min, long max) {
        if (!has(key)) {
            return null;
        }
        Object value = values.get(key);
        if (!(value instanceof Integer || value instanceof Long)) {
            fault(key, "type", "'" + key + "' must be a whole number, not " + Kind.of(value));
            return null;
        }
        long number = ((Number) value).longValue();
        if (number < min || number > max) {
            fault(key, "range", "'" + key + "' is " + number + ": it must be " + bounds(min, max));
            return null;
        }
        return number;
    }

    /** A number within these bounds, or null when it is absent or wrong. */
    public @Nullable Double optionalNumber(String key, double min, double max) {
        if (!has(key)) {
            return null;
        }
        if (!(values.get(key) instanceof Number value)) {
            fault(key, "type", "'" + key + "' must be a number, not " + Kind.of(values.get(key)));
            return null;
        }
        double number = value.doubleValue();
        if (!(number >= min && number <= max)) {
            fault(key, "range", "'" + key + "' is " + value + ": it must be from " + min + " to " + max);
            return null;
        }
        return number;
    }

    /** A list of strings, empty when it is absent. */
    public List<String> strings(String key) {
        List<String> texts = new ArrayList<>();
        List<?> items = list(key);
        for (int i = 0; i < items.size(); i++) {
            if (items.get(i) instanceof String text && !text.isBlank()) {
                texts.add(text);
            } else {
                String found = Kind.of(items.get(i));
                faults.add(new Fault(Fault.child(at(key), i), "type", "must be a text, not " + found));
            }
        }
        return texts;
    }

    /** A list of objects, empty when it is absent. */
    public List<SpecObject> objects(String key) {
        List<SpecObject> objects = new ArrayList<>();
        List<?> items = list(key);
        for (int i = 0; i < items.size(); i++) {
            objects.add(of(items.get(i), Fault.child(at(key), i), faults));
        }
        return objects;
    }

    /** An object below this one, or null when it is absent. */
    public @Nullable SpecObject object(String key) {
        return has(key) ? of(values.get(key), at(key), faults) : null;
    }

    /** An object that is taken as it is, or null when it is absent. */
    public @Nullable Map<String, Object> map(String key) {
        SpecObject object = object(key);
        return object == null ? null : object.values;
    }

    /** Any value, or null when it is absent. */
    public @Nullable Object any(String key) {
        return has(key) ? values.get(key) : null;
    }

    /** Notes each key that was not asked for as a fault. */
    public void done() {
        for (String key : values.keySet()) {
            if (!known.contains(key)) {
                String guess = Suggestion.of(key, known);
                fault(
                        key,
                        "unknown-key",
                        "'" + key + "' is not known here" + guess + "; known are " + String.join(", ", known));
            }
        }
    }

    private List<?> list(String key) {
        if (!has(key)) {
            return List.of();
        }
        if (values.get(key) instanceof List<?> items) {
            return items;
        }
        fault(key, "type", "'" + key + "' must be a list, not " + Kind.of(values.get(key)));
        return List.of();
    }

    private static String bounds(long min, long max) {
        return max == Long.MAX_VALUE ? "at least " + min : "from " + min + " to " + max;
    }

    private static Map<String, Object> copy(Map<?, ?> map) {
        Map<String, Object> copy = new LinkedHashMap<>();
        map.forEach((key, value) -> copy.put(String.valueOf(key), value));
        return copy;
    }
}
