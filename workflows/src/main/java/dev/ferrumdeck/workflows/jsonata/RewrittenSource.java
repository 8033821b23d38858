package dev.ferrumdeck.workflows.jsonata;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An expression as the library gets it: its regular expressions are variables that hold a {@link Regex}. Everything else
 * stands where it stood, so that positions in messages are right.
 *
 * @param regexes by the names of their variables
 */
record RewrittenSource(String text, Map<String, Regex> regexes) {
    /** The first of the characters that name regular expressions: for private use, so nobody's variable. */
    private static final char FIRST = '\uE000';

    private static final int MOST = 1_000;

    RewrittenSource {
        regexes = Map.copyOf(regexes);
    }

    static RewrittenSource of(String source) throws NotJsonata {
        JsonataSource tokens = JsonataSource.of(source);
        Optional<String> refused = tokens.refusedFunction();
        if (refused.isPresent()) {
            throw new NotJsonata("$" + refused.get() + " is not available: expressions must give the same result each"
                    + " time; pass such a value in the input");
        }
        tokens.checkSignatures();
        return rewritten(source, tokens.regexes());
    }

    private static RewrittenSource rewritten(String source, List<JsonataLexer.Token> literals) throws NotJsonata {
        if (literals.size() > MOST) {
            throw new NotJsonata("it has more than " + MOST + " regular expressions");
        }
        StringBuilder text = new StringBuilder(source);
        Map<String, Regex> regexes = new LinkedHashMap<>();
        for (JsonataLexer.Token literal : literals) {
            String name = String.valueOf((char) (FIRST + regexes.size()));
            regexes.put(name, Regex.of(literal));
            String variable = "$" + name;
            int from = literal.position() - 1;
            int length = literal.text().length();
            text.replace(from, from + length, variable + " ".repeat(length - variable.length()));
        }
        return new RewrittenSource(text.toString(), regexes);
    }
}
