package dev.ferrumdeck.localstack;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Marks unpacked builds that a supervisor runs, so that another one, which cleans up after a new build, leaves them: a JVM
 * reads classes as it needs them. The mark is a shared lock on a file; it ends with the process.
 */
final class InUse {
    private static final Map<Path, FileChannel> HELD = new ConcurrentHashMap<>();

    private InUse() {}

    /** Holds a folder until this process ends. */
    static void hold(Path folder) throws IOException {
        if (HELD.containsKey(folder)) {
            return;
        }
        Path mark = folder.resolve(".in-use");
        FileChannel channel =
                FileChannel.open(mark, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            FileLock shared = channel.tryLock(0, Long.MAX_VALUE, true);
            if (shared != null) {
                HELD.put(folder, channel);
                return;
            }
        } catch (OverlappingFileLockException e) {
            // another thread of this process holds it
        }
        channel.close();
    }

    /** Whether this or another process holds the folder. */
    static boolean isHeld(Path folder) {
        Path mark = folder.resolve(".in-use");
        if (HELD.containsKey(folder)) {
            return true;
        }
        if (Files.notExists(mark)) {
            return false;
        }
        try (FileChannel channel = FileChannel.open(mark, StandardOpenOption.WRITE);
                FileLock alone = channel.tryLock()) {
            return alone == null;
        } catch (IOException | OverlappingFileLockException e) {
            return true;
        }
    }
}
