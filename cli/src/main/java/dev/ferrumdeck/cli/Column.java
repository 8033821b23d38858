package dev.ferrumdeck.cli;

import dev.ferrumdeck.contracts.Visible;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/** A column of a table, or a line of a single thing: a title and how to make its text, which is one visible line. */
record Column(String title, Function<JsonNode, String> cell) {
    private static final int LONGEST = 60;

    Column {
        Function<JsonNode, String> raw = cell;
        cell = row -> Visible.line(raw.apply(row));
    }

    /** The value at a JSON Pointer as it is. */
    static Column at(String title, String pointer) {
        return new Column(title, row -> text(row.at(pointer)));
    }

    /** A point in time, to the second. */
    static Column time(String title, String pointer) {
        return new Column(title, row -> text(row.at(pointer)).replaceFirst("\\.\\d+Z$", "Z"));
    }

    /** Micro-dollars as dollars. */
    static Column money(String title, String pointer) {
        return new Column(title, row -> money(row.at(pointer)));
    }

    /** A text cut to fit a table. */
    static Column brief(String title, String pointer) {
        return new Column(title, row -> brief(text(row.at(pointer))));
    }

    static String money(JsonNode micros) {
        return micros.isNumber()
                ? "$" + BigDecimal.valueOf(micros.asLong(0), 6).setScale(4, RoundingMode.HALF_UP)
                : "-";
    }

    static String text(JsonNode value) {
        if (value.isMissingNode() || value.isNull()) {
            return "-";
        }
        if (value.isArray() && value.valueStream().allMatch(JsonNode::isValueNode)) {
            return value.isEmpty()
                    ? "-"
                    : String.join(",", value.valueStream().map(Column::text).toList());
        }
        return value.isValueNode() ? value.asString() : value.toString();
    }

    static String brief(String text) {
        String line = text.replaceAll("\\s+", " ");
        return line.codePointCount(0, line.length()) > LONGEST
                ? line.substring(0, line.offsetByCodePoints(0, LONGEST - 3)) + "..."
                : line;
    }
}
