package dev.ferrumdeck.policy.cel;

import dev.cel.common.values.NullValue;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns plain JSON into what CEL computes with: whole numbers are longs in whatever form they
 * came, all others doubles, null is CEL's own. */
public final class CelValues {
    private static final double MAX_WHOLE = 0x1p63;

    private CelValues() {}

    /** The variables for {@link Condition#holds}. */
    public static Map<String, Object> of(Map<String, ?> json) {
        Map<String, Object> values = new LinkedHashMap<>();
        json.forEach((key, value) -> values.put(key, of(value)));
        return values;
    }

    private static Object of(@Nullable Object json) {
        if (json == null) {
            return NullValue.NULL_VALUE;
        }
        if (json instanceof Map<?, ?> map) {
            Map<String, Object> values = new LinkedHashMap<>();
            map.forEach((key, value) -> values.put(String.valueOf(key), of(value)));
            return values;
        }
        if (json instanceof List<?> list) {
            List<Object> values = new ArrayList<>(list.size());
            list.forEach(value -> values.add(of(value)));
            return values;
        }
        return json instanceof Number number ? number(number) : json;
    }

    /** Whole numbers are longs in whatever form they came: {@code 100}, {@code 100.0}, {@code 1e2}. */
    private static Object number(Number number) {
        if (number instanceof Long) {
            return number;
        }
        if (number instanceof Integer || number instanceof Short || number instanceof Byte) {
            return number.longValue();
        }
        if (number instanceof BigInteger big && big.bitLength() < 64) {
            return big.longValue();
        }
        double value = number.doubleValue();
        boolean whole = value == Math.rint(value) && Math.abs(value) < MAX_WHOLE;
        return whole && isExact(number, value) ? (Object) (long) value : (Object) value;
    }

    /** A decimal with more digits than a double keeps may only look whole. */
    private static boolean isExact(Number number, double value) {
        return !(number instanceof BigDecimal decimal) || decimal.compareTo(BigDecimal.valueOf(value)) == 0;
    }
}
