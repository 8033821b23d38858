package dev.ferrumdeck.cli;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Times as people say them: so long ago, or a point in time. */
final class Since {
    private static final Pattern AGO = Pattern.compile("([0-9]{1,6})([smhd])");

    private Since() {}

    /** ISO 8601, as the API takes it. */
    static String time(String text, Instant now) {
        Matcher ago = AGO.matcher(text);
        if (ago.matches()) {
            String form =
                    ago.group(2).equals("d") ? "P%sD" : "PT%s" + ago.group(2).toUpperCase(java.util.Locale.ROOT);
            return now.minus(Duration.parse(form.formatted(ago.group(1)))).toString();
        }
        try {
            return OffsetDateTime.parse(text).toInstant().toString();
        } catch (DateTimeException e) {
            throw UserError.usage("a time is 90s, 30m, 2h or 7d (ago), or like 2026-11-01T00:00:00Z, not " + text);
        }
    }
}
