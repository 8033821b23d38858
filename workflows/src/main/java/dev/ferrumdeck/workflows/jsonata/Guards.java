package dev.ferrumdeck.workflows.jsonata;

import java.util.List;

/** Refuses arguments with which functions of the library take time or memory that does not show in their size. */
final class Guards {
    private static final int MAX_PICTURE = 100;
    private static final int MAX_TIME = 40;
    private static final int MAX_ADJACENT = 6;
    private static final int MAX_PRECISION = 300;
    private static final int MAX_ROMAN = 10_000;
    private static final double MAX_MILLIS = 8.64e15;

    private Guards() {}

    static void precision(Arguments arguments) {
        Number precision = arguments.number(1);
        if (precision != null && Math.abs(precision.doubleValue()) > MAX_PRECISION) {
            throw new IllegalArgumentException("$round to more than " + MAX_PRECISION + " digits");
        }
    }

    /** A picture, which is the second argument. */
    static void picture(Arguments arguments) {
        if (length(arguments.text(1)) > MAX_PICTURE || length(arguments.text(0)) > MAX_PICTURE * MAX_PICTURE) {
            throw new IllegalArgumentException("a picture of more than " + MAX_PICTURE + " characters");
        }
    }

    static void integerPicture(Arguments arguments) {
        picture(arguments);
        String picture = arguments.text(1);
        Number number = arguments.number(0);
        boolean roman = picture != null && (picture.startsWith("I") || picture.startsWith("i"));
        if (roman && number != null && Math.abs(number.doubleValue()) > MAX_ROMAN) {
            throw new IllegalArgumentException("Roman numerals above " + MAX_ROMAN);
        }
    }

    /** Pictures of times become regular expressions that backtrack where nothing is between their components. */
    static void timeText(Arguments arguments) {
        String picture = arguments.text(1);
        if (picture == null) {
            return;
        }
        picture(arguments);
        int adjacent = picture.split("\\]\\s*[A-Za-z0-9]*\\s*\\[", -1).length - 1;
        if (length(arguments.text(0)) > MAX_TIME || adjacent > MAX_ADJACENT) {
            throw new IllegalArgumentException("$toMillis with a picture takes at most " + MAX_TIME
                    + " characters, and at most " + MAX_ADJACENT + " components that nothing separates");
        }
    }

    static void time(Arguments arguments) {
        picture(arguments);
        Number millis = arguments.number(0);
        if (millis != null && Math.abs(millis.doubleValue()) > MAX_MILLIS) {
            throw new IllegalArgumentException("a time beyond the year 275760");
        }
    }

    static void zip(Arguments arguments) {
        long size = 0;
        for (Object list : arguments.list()) {
            size += list instanceof List<?> items ? items.size() : 1;
        }
        if (size > Watch.MAX_ITEMS) {
            Watch.current().fail("it makes a list of more than " + Watch.MAX_ITEMS + " items");
        }
    }

    private static int length(@org.jspecify.annotations.Nullable String text) {
        return text == null ? 0 : text.length();
    }
}
