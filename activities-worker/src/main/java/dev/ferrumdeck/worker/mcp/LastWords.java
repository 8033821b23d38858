package dev.ferrumdeck.worker.mcp;

import java.util.ArrayDeque;
import java.util.Deque;

/** The last lines that a server wrote to its standard error. Safe to share. */
final class LastWords {
    private static final int LINES = 20;
    private static final int LONGEST = 300;

    private final Deque<String> lines = new ArrayDeque<>();

    synchronized void said(String line) {
        if (line.isBlank()) {
            return;
        }
        if (lines.size() == LINES) {
            lines.removeFirst();
        }
        lines.addLast(oneLine(line));
    }

    /** As the end of a sentence; empty when nothing was said. */
    synchronized String quoted() {
        return lines.isEmpty() ? "" : "; its last words: " + String.join(" | ", lines);
    }

    static String oneLine(String text) {
        String line = text.replaceAll("\\p{Cntrl}+", " ").strip();
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
    }
}
