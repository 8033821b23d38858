package dev.ferrumdeck.bridge;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** An answer of XINFO: keys and values in turn. */
record Info(Map<String, Object> values) {
    static Info of(Object row) {
        Map<String, Object> values = new HashMap<>();
        if (row instanceof Map<?, ?> map) {
            map.forEach((key, value) -> put(values, key, value));
        } else if (row instanceof List<?> list) {
            for (int i = 0; i + 1 < list.size(); i += 2) {
                put(values, list.get(i), list.get(i + 1));
            }
        }
        return new Info(values);
    }

    private static void put(Map<String, Object> values, Object key, Object value) {
        if (value != null) {
            values.put(string(key), value);
        }
    }

    String text(String key) {
        return string(values.getOrDefault(key, ""));
    }

    long number(String key) {
        return values.get(key) instanceof Number number ? number.longValue() : 0;
    }

    private static String string(Object value) {
        return value instanceof byte[] bytes ? new String(bytes, UTF_8) : String.valueOf(value);
    }
}
