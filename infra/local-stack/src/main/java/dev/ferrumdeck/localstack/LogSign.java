package dev.ferrumdeck.localstack;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The health of a program that serves nothing: its log says, since its last start, that it is up. Thread-safe. */
final class LogSign {
    private final Path log;
    private final String words;
    private long from;

    LogSign(Path log, String words) {
        this.log = log;
        this.words = words;
    }

    /** Only what is written from now on counts. */
    synchronized void forget() throws IOException {
        from = Files.exists(log) ? Files.size(log) : 0;
    }

    synchronized boolean seen() {
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
            byte[] fresh = new byte[(int) Math.max(0, Math.min(file.length() - from, 1 << 20))];
            file.seek(from);
            file.readFully(fresh);
            return new String(fresh, StandardCharsets.UTF_8).contains(words);
        } catch (IOException e) {
            return false;
        }
    }
}
