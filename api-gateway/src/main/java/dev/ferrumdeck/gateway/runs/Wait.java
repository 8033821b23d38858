package dev.ferrumdeck.gateway.runs;

import dev.ferrumdeck.gateway.platform.web.ApiException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How long a caller is willing to wait for the end of a run: {@code Prefer: wait=n} (RFC 7240) or {@code ?wait=n}. */
record Wait(int seconds) {
    private static final int LONGEST = 60;
    private static final Pattern PREFERENCE = Pattern.compile("(?:^|[,;])\\s*wait\\s*=\\s*\"?(\\d{1,6})\"?");

    boolean isAsked() {
        return seconds > 0;
    }

    /** The parameter wins; more than a minute is cut to a minute. A preference that is none is ignored, as RFC 7240 says. */
    static Wait of(@Nullable String prefer, @Nullable String parameter) {
        if (parameter != null) {
            if (!parameter.matches("\\d{1,6}")) {
                throw ApiException.invalid("'wait' must be a number of seconds.");
            }
            return new Wait(Math.min(Integer.parseInt(parameter), LONGEST));
        }
        Matcher matcher = PREFERENCE.matcher(prefer == null ? "" : prefer);
        return new Wait(matcher.find() ? Math.min(Integer.parseInt(matcher.group(1)), LONGEST) : 0);
    }
}
