package dev.ferrumdeck.workflows.jsonata;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Cuts a JSONata expression into tokens: names, variables, strings and numbers, regular expressions, signs. */
final class JsonataLexer {
    private static final String SIGNS = ".[]{}(),@#;:?+-*/%|=<>^&!~";
    private static final Set<String> WORD_OPERATORS = Set.of("and", "or", "in");

    enum Kind {
        NAME,
        VARIABLE,
        LITERAL,
        REGEX,
        SIGN
    }

    /**
     * A token.
     *
     * @param text of variables without the dollar, of names without quotes, of regular expressions with slashes and flags
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
    private boolean afterOperand;
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
            } else if (c == '/' && !afterOperand) {
                regex();
            } else if (SIGNS.indexOf(c) >= 0) {
                sign(c);
            } else {
                word();
            }
        }
        return tokens;
    }

    private void operand(Kind kind, String text, int from) {
        tokens.add(new Token(kind, text, from + 1));
        afterOperand = true;
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
        operand(kind, source.substring(from + 1, at), from);
        at++;
    }

    /** Up to the slash that is neither escaped nor within brackets, and the flags after it. */
    private void regex() {
        int from = at++;
        int depth = 0;
        boolean inClass = false;
        while (at < source.length() && (source.charAt(at) != '/' || depth > 0 || inClass)) {
            char c = source.charAt(at);
            if (inClass) {
                inClass = c != ']';
            } else if (c == '[') {
                inClass = true;
            } else if (c == '(' || c == '{') {
                depth++;
            } else if (c == ')' || c == '}') {
                depth--;
            }
            at += c == '\\' ? 2 : 1;
        }
        do {
            at++;
        } while (at < source.length() && (source.charAt(at) == 'i' || source.charAt(at) == 'm'));
        at = Math.min(at, source.length());
        operand(Kind.REGEX, source.substring(from, at), from);
    }

    private void sign(char c) {
        boolean descendants = source.startsWith("**", at) && !afterOperand;
        tokens.add(new Token(Kind.SIGN, String.valueOf(c), at + 1));
        boolean wildcard = !afterOperand && (c == '*' || c == '%');
        afterOperand = wildcard || c == ')' || c == ']' || c == '}';
        at += descendants ? 2 : 1;
    }

    private void word() {
        int from = at++;
        while (at < source.length() && isWord(source.charAt(at))) {
            at++;
        }
        String word = source.substring(from, at);
        boolean operator = afterOperand && WORD_OPERATORS.contains(word);
        if (word.startsWith("$")) {
            operand(Kind.VARIABLE, word.substring(1), from);
        } else {
            operand(Character.isDigit(word.charAt(0)) ? Kind.LITERAL : Kind.NAME, word, from);
        }
        afterOperand = !operator;
    }

    private static boolean isWord(char c) {
        return !Character.isWhitespace(c) && SIGNS.indexOf(c) < 0 && "\"'`".indexOf(c) < 0;
    }
}
