package dev.ferrumdeck.contracts.values;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Plain JSON that every part can keep, made of what a tool, a model or a worker said: such words are not refused, as
 * nobody would be there to say them again.
 *
 * @param json the value; the very same one when nothing had to be changed
 * @param notes what was changed, one line each, for people; empty when nothing was
 */
public record SafeValue(@Nullable Object json, List<String> notes) {
    private static final int MOST_NOTES = 5;
    private static final int LONGEST_POINTER = 200;

    public SafeValue {
        notes = List.copyOf(notes);
    }

    /**
     * Makes a value safe: U+0000 and halves of surrogate pairs become U+FFFD, numbers out of range become texts, and what
     * is nested deeper than {@link Flaws#MAX_DEPTH} becomes a text that says so.
     */
    public static SafeValue of(@Nullable Object json) {
        if (Flaws.of(json).isEmpty()) {
            return new SafeValue(json, List.of());
        }
        Maker maker = new Maker();
        Object safe = maker.safe(json, "", 0);
        List<String> notes = new ArrayList<>(maker.notes.subList(0, Math.min(MOST_NOTES, maker.notes.size())));
        if (maker.notes.size() > MOST_NOTES) {
            notes.add("and " + (maker.notes.size() - MOST_NOTES) + " more changes");
        }
        return new SafeValue(safe, notes);
    }

    private static final class Maker {
        private final List<String> notes = new ArrayList<>();

        @Nullable
        Object safe(@Nullable Object value, String pointer, int depth) {
            if (Flaws.isTooDeep(value, depth)) {
                return changed(
                        pointer, "nested too deeply: cut", "[nested deeper than " + Flaws.MAX_DEPTH + " levels]");
            }
            if (value instanceof String text) {
                return text(text, pointer);
            }
            if (value instanceof Map<?, ?> map) {
                Map<String, @Nullable Object> safe = new LinkedHashMap<>();
                map.forEach((key, item) -> {
                    String place = Flaw.child(pointer, String.valueOf(key));
                    safe.put(free(text(String.valueOf(key), place), safe), safe(item, place, depth + 1));
                });
                return safe;
            }
            if (value instanceof List<?> list) {
                List<@Nullable Object> safe = new ArrayList<>(list.size());
                for (int i = 0; i < list.size(); i++) {
                    safe.add(safe(list.get(i), Flaw.child(pointer, i), depth + 1));
                }
                return safe;
            }
            boolean outOfRange = value instanceof Number number && !Flaws.isFinite(number);
            return outOfRange ? changed(pointer, "out of range: now a text", String.valueOf(value)) : value;
        }

        /** Keys that were different stay different. */
        private static String free(String key, Map<String, ?> taken) {
            String free = key;
            while (taken.containsKey(free)) {
                free += SafeText.REPLACEMENT;
            }
            return free;
        }

        private String text(String text, String pointer) {
            int flaw = SafeText.firstFlaw(text);
            return flaw < 0
                    ? text
                    : changed(pointer, SafeText.describe(text, flaw) + " became U+FFFD", SafeText.of(text));
        }

        private String changed(String pointer, String note, String instead) {
            notes.add((pointer.isEmpty() ? "the whole value" : SafeText.of(pointer, LONGEST_POINTER)) + ": " + note);
            return instead;
        }
    }
}
