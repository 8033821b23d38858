package dev.ferrumdeck.workflows.dag;

import java.util.ArrayList;
import java.util.List;

/** Cuts a JSONata expression into tokens: names, variables, strings and numbers, signs. */
final class JsonataLexer {
    private static final String SIGNS = ".[]{}(),@#;:?+-*/%|=<>^&!~";

    enum Kind {
        NAME,
        VARIABLE,
        LITERAL,
        SIGN
    }

    /**
     * A token.
     *
     * @param text of variables without the dollar, of names without quotes
     * @param position in characters from 1
     */
    record Token(Kind kind, String text, int position) {
        boolean is(String sign) {
            return kind == Kind.SIGN && text.equals(sign);
        }

        boolean isOperand() {
            return kind != Kind.SIGN || text.equals(")") || text.equals("]") || text.equals("}");
        }
    }

    private final String source;
    private final List<Token> tokens = new ArrayList<>();
    private int at;

    JsonataLexer(String source) {
        this.source = source;
    }

    List<Token> tokens() {
        while (at < source.length()) {
            char c = source.charAt(at);
            if (Character.isWhitespace(c)) {
                at++;
            } else if (source.startsWith("/*", at)) {
                skipTo("*/");
            } else if (c == '"' || c == '\'') {
                quoted(c, Kind.LITERAL);
            } else if (c == '`') {
                quoted(c, Kind.NAME);
            } else if (c == '/' && !last().isOperand()) {
                quoted(c, Kind.LITERAL);
            } else if (SIGNS.indexOf(c) >= 0) {
                tokens.add(new Token(Kind.SIGN, String.valueOf(c), at + 1));
                at++;
            } else {
                word();
            }
        }
        return tokens;
    }

    private Token last() {
        return tokens.isEmpty() ? new Token(Kind.SIGN, "", 0) : tokens.get(tokens.size() - 1);
    }

    private void skipTo(String end) {
        int found = source.indexOf(end, at + 2);
        at = found < 0 ? source.length() : found + end.length();
    }

    private void quoted(char quote, Kind kind) {
        int from = at++;
        while (at < source.length() && source.charAt(at) != quote) {
            at += source.charAt(at) == '\\' && quote != '`' ? 2 : 1;
        }
        at = Math.min(at, source.length());
        tokens.add(new Token(kind, source.substring(from + 1, at), from + 1));
        at++;
    }

    private void word() {
        int from = at++;
        while (at < source.length() && isWord(source.charAt(at))) {
            at++;
        }
        String word = source.substring(from, at);
        if (word.startsWith("$")) {
            tokens.add(new Token(Kind.VARIABLE, word.substring(1), from + 1));
        } else {
            Kind kind = Character.isDigit(word.charAt(0)) ? Kind.LITERAL : Kind.NAME;
            tokens.add(new Token(kind, word, from + 1));
        }
    }

    private static boolean isWord(char c) {
        return !Character.isWhitespace(c) && SIGNS.indexOf(c) < 0 && "\"'`".indexOf(c) < 0;
    }
}
