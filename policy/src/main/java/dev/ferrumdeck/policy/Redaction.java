package dev.ferrumdeck.policy;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Masks secrets in what people, logs or records get to see: values under telling keys, and known forms of secrets
 * anywhere in texts. Linear in time for any text (re2j). Pure and thread-safe.
 */
public final class Redaction {
    /** What stands in the place of a secret. */
    public static final String MASK = "[redacted]";

    private static final Set<String> KEY_WORDS = Set.of(
            "password",
            "passwd",
            "secret",
            "token",
            "authorization",
            "apikey",
            "accesskey",
            "privatekey",
            "credential",
            "credentials",
            "cookie",
            "passphrase");

    /** The whole match is masked, except what the groups {@code keep} and {@code tail} hold. */
    private static final List<Pattern> FORMS = List.of(
            Pattern.compile("-----BEGIN [A-Z ]*PRIVATE KEY-----(?s:.*?)(?:-----END [A-Z ]*PRIVATE KEY-----|\\z)"),
            Pattern.compile("\\b(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}\\b"),
            Pattern.compile("(?i)(?P<keep>aws_?secret_?access_?key[\"']?\\s*[:=]\\s*[\"']?)[A-Za-z0-9/+=]{40}"),
            Pattern.compile("\\bsk-[A-Za-z0-9_-]{16,}"),
            Pattern.compile("\\bfd_(?:live|test)_[A-Za-z0-9_-]{8,}"),
            Pattern.compile("\\b(?:ghp|gho|ghu|ghs|ghr)_[A-Za-z0-9]{36,}\\b|\\bgithub_pat_[A-Za-z0-9_]{22,}"),
            Pattern.compile("\\bxox[abposr]-[A-Za-z0-9-]{10,}"),
            Pattern.compile("\\beyJ[A-Za-z0-9_-]{8,}\\.eyJ[A-Za-z0-9_-]{8,}\\.[A-Za-z0-9_-]*"),
            Pattern.compile("(?i)(?P<keep>\\b(?:bearer|basic)\\s+)[A-Za-z0-9._~+/=-]{8,}"),
            Pattern.compile("(?P<keep>\\b[a-z][a-z0-9+.-]{1,20}://[^\\s:/@]*:)[^\\s/@]+(?P<tail>@)"),
            Pattern.compile("(?i)(?P<keep>\\b(?:password|passwd|secret|token|api[_-]?key)[\"']?\\s*[:=]\\s*[\"']?)"
                    + "[^\\s\"',;&]{4,}"));

    private Redaction() {}

    /** {@code text} with everything in it that looks like a secret masked. */
    public static String text(String text) {
        String masked = text;
        for (Pattern form : FORMS) {
            masked = masked(form, masked);
        }
        return masked;
    }

    /** Plain JSON with the values of keys that name secrets masked, and every string as {@link #text} makes it. */
    public static @Nullable Object value(@Nullable Object json) {
        if (json instanceof Map<?, ?> map) {
            Map<String, @Nullable Object> masked = new LinkedHashMap<>();
            map.forEach((key, value) -> {
                String name = String.valueOf(key);
                masked.put(name, value != null && isSecretKey(name) && !isCount(value) ? MASK : value(value));
            });
            return masked;
        }
        if (json instanceof List<?> list) {
            List<@Nullable Object> masked = new ArrayList<>(list.size());
            list.forEach(item -> masked.add(value(item)));
            return masked;
        }
        return json instanceof String text ? text(text) : json;
    }

    /** Whether a key names a secret: {@code password}, {@code api_key}, {@code dbPassword}, {@code X-Auth-Token} ... */
    public static boolean isSecretKey(String key) {
        String words = key.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
        String previous = "";
        for (String word : words.split("[^a-z0-9]+", -1)) {
            if (KEY_WORDS.contains(word) || KEY_WORDS.contains(previous + word)) {
                return true;
            }
            previous = word;
        }
        return false;
    }

    /** {@code token: 5} counts something; a secret is a text. */
    private static boolean isCount(Object value) {
        return value instanceof Number || value instanceof Boolean;
    }

    private static String masked(Pattern form, String text) {
        Matcher matcher = form.matcher(text);
        if (!matcher.find()) {
            return text;
        }
        boolean keeps = form.namedGroups().containsKey("keep");
        boolean hasTail = form.namedGroups().containsKey("tail");
        StringBuilder masked = new StringBuilder(text.length());
        int from = 0;
        do {
            masked.append(text, from, matcher.start());
            if (keeps) {
                masked.append(matcher.group("keep"));
            }
            masked.append(MASK);
            if (hasTail) {
                masked.append(matcher.group("tail"));
            }
            from = matcher.end();
        } while (matcher.find());
        return masked.append(text, from, text.length()).toString();
    }
}
