package dev.ferrumdeck.gateway.platform.web;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a query string, read strictly: the container drops what it cannot read, and reads bodies of forms
 * too.
 */
final class Query {
    private Query() {}

    /**
     * Names with their values, in their order.
     *
     * @throws ApiException for a name that is empty, an escape that is none, bytes that are not UTF-8, or U+0000
     */
    static Map<String, List<String>> parse(@Nullable String query) {
        Map<String, List<String>> parameters = new LinkedHashMap<>();
        if (query == null || query.isEmpty()) {
            return parameters;
        }
        for (String part : query.split("&", -1)) {
            int equals = part.indexOf('=');
            String name = decode(equals < 0 ? part : part.substring(0, equals));
            if (!part.isEmpty() && name.isEmpty()) {
                throw ApiException.invalid("The query has a value without a name: '" + part + "'.");
            }
            if (!name.isEmpty()) {
                parameters
                        .computeIfAbsent(name, key -> new ArrayList<>())
                        .add(equals < 0 ? "" : decode(part.substring(equals + 1)));
            }
        }
        return parameters;
    }

    private static String decode(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '%') {
                bytes.write(escaped(text, i));
                i += 2;
            } else {
                // the container hands on every byte that was not escaped as one character
                bytes.write(c == '+' ? ' ' : c);
            }
        }
        try {
            String decoded = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.toByteArray()))
                    .toString();
            if (decoded.indexOf('\0') < 0) {
                return decoded;
            }
        } catch (CharacterCodingException e) {
            throw ApiException.invalid("The query has bytes that are not UTF-8: '" + text + "'.");
        }
        throw ApiException.invalid("The query has the character U+0000, which nothing here can hold.");
    }

    private static int escaped(String text, int at) {
        int high = at + 2 < text.length() ? Character.digit(text.charAt(at + 1), 16) : -1;
        int low = at + 2 < text.length() ? Character.digit(text.charAt(at + 2), 16) : -1;
        if (high < 0 || low < 0) {
            throw ApiException.invalid("The query has a '%' that no two hexadecimal digits follow: '" + text + "'.");
        }
        return high * 16 + low;
    }
}
