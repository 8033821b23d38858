package dev.ferrumdeck.localstack;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** The log files of the parts: one each, appended to, with one older generation once it has grown. */
final class LogFiles {
    private static final long ROLL_AT_BYTES = 20L << 20;

    private LogFiles() {}

    /** Moves a grown log aside; called before a process is started, while nobody writes. */
    static void roll(Path log) throws IOException {
        Files.createDirectories(log.toAbsolutePath().getParent());
        if (Files.exists(log) && Files.size(log) > ROLL_AT_BYTES) {
            Files.move(log, log.resolveSibling(log.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** The same while it is written: the file stays, its content moves. Writers append, so they go on at its beginning. */
    static void rollInUse(Path log) {
        try {
            if (Files.exists(log) && Files.size(log) > ROLL_AT_BYTES) {
                Files.copy(log, log.resolveSibling(log.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
                try (FileChannel file = FileChannel.open(log, StandardOpenOption.WRITE)) {
                    file.truncate(0);
                }
            }
        } catch (IOException e) {
            // a full disk: without a copy, better no old lines than no disk
            truncate(log);
        }
    }

    private static void truncate(Path log) {
        try (FileChannel file = FileChannel.open(log, StandardOpenOption.WRITE)) {
            file.truncate(0);
        } catch (IOException e) {
            return; // the next look tries again
        }
    }

    /** The last lines of a log, or an empty string when there is none. */
    static String tail(Path log, int lines) {
        try {
            if (!Files.exists(log)) {
                return "";
            }
            List<String> all = new String(Files.readAllBytes(log), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            return String.join("\n", all.subList(Math.max(0, all.size() - lines), all.size()));
        } catch (IOException e) {
            return "(cannot read " + log + ": " + e.getMessage() + ")";
        }
    }
}
