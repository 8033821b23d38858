package dev.ferrumdeck.workflows.jsonata;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What can be said of a JSONata expression without evaluating it: the functions and the steps that it names. Works on its
 * tokens, as the library keeps its syntax tree to itself; where a name may be meant relative to some item, nothing is
 * said.
 */
public final class JsonataSource {
    /** They would give another result when an entry is taken again, or hide what they do. */
    static final Set<String> REFUSED = Set.of("now", "millis", "random", "shuffle", "eval");

    private static final int MAX_QUANTIFIERS = 4;

    /**
     * A step that is named.
     *
     * @param position of the name, in characters from 1
     */
    public record Reference(String step, int position) {}

    private final List<JsonataLexer.Token> tokens;

    private JsonataSource(List<JsonataLexer.Token> tokens) {
        this.tokens = tokens;
    }

    public static JsonataSource of(String source) {
        return new JsonataSource(new JsonataLexer(source).tokens());
    }

    /** The first function in it that is not available, without its dollar. */
    Optional<String> refusedFunction() {
        return tokens.stream()
                .filter(token -> token.kind() == JsonataLexer.Kind.VARIABLE && REFUSED.contains(token.text()))
                .map(JsonataLexer.Token::text)
                .findFirst();
    }

    List<JsonataLexer.Token> regexes() {
        return tokens.stream()
                .filter(token -> token.kind() == JsonataLexer.Kind.REGEX)
                .toList();
    }

    /**
     * The library matches signatures of functions by backtracking over the arguments of a call.
     *
     * @throws NotJsonata when one leaves it too many ways to do so
     */
    void checkSignatures() throws NotJsonata {
        for (int i = 1; i < tokens.size(); i++) {
            if (tokens.get(i).is("<") && tokens.get(i - 1).is(")") && isAfterFunction(i - 1)) {
                checkSignature(i);
            }
        }
    }

    private void checkSignature(int from) throws NotJsonata {
        int quantifiers = 0;
        for (int i = from; i < tokens.size() && !tokens.get(i).is("{"); i++) {
            quantifiers += is(i, "+") || is(i, "?") || is(i, "-") ? 1 : 0;
        }
        if (quantifiers > MAX_QUANTIFIERS) {
            String why = "a signature with more than " + MAX_QUANTIFIERS + " of + ? -: leave it away";
            throw new NotJsonata(tokens.get(from).position(), why);
        }
    }

    private boolean isAfterFunction(int closing) {
        int i = closing;
        while (i > 0 && !tokens.get(i).is("(")) {
            i--;
        }
        return isName(i - 1, "function") || isName(i - 1, "λ");
    }

    /** {@code steps.<id>} at the top, and <code>$$.steps.&lt;id&gt;</code> anywhere. */
    public List<Reference> steps() {
        List<Reference> found = new ArrayList<>();
        Deque<Boolean> outer = new ArrayDeque<>();
        boolean relative = false;
        for (int i = 0; i < tokens.size(); i++) {
            JsonataLexer.Token token = tokens.get(i);
            if (token.is("(") || token.is("[") || token.is("{")) {
                outer.push(relative);
                relative = relative || opensRelative(i);
            } else if (!outer.isEmpty() && (token.is(")") || token.is("]") || token.is("}"))) {
                relative = outer.pop();
            } else if (token.is("|")) {
                relative = true;
            }
            if (isName(i, "steps") && is(i + 1, ".") && isName(i + 2) && isRoot(i, relative)) {
                found.add(new Reference(
                        tokens.get(i + 2).text(), tokens.get(i + 2).position()));
            }
        }
        return found;
    }

    /** Whether what is in this bracket is about the items before it: a predicate, a projection, a grouping, a sorting. */
    private boolean opensRelative(int i) {
        if (i == 0) {
            return false;
        }
        JsonataLexer.Token before = tokens.get(i - 1);
        return before.is(".") || before.is("^") || (!tokens.get(i).is("(") && before.isOperand());
    }

    private boolean isRoot(int i, boolean relative) {
        if (!is(i - 1, ".")) {
            return !relative;
        }
        boolean first = !is(i - 3, ".");
        return first && (isVariable(i - 2, "$") || (isVariable(i - 2, "") && !relative));
    }

    private boolean is(int i, String text) {
        return i >= 0 && i < tokens.size() && tokens.get(i).is(text);
    }

    private boolean isName(int i) {
        return i >= 0 && i < tokens.size() && tokens.get(i).kind() == JsonataLexer.Kind.NAME;
    }

    private boolean isName(int i, String text) {
        return isName(i) && tokens.get(i).text().equals(text);
    }

    private boolean isVariable(int i, String name) {
        return i >= 0
                && tokens.get(i).kind() == JsonataLexer.Kind.VARIABLE
                && tokens.get(i).text().equals(name);
    }
}
