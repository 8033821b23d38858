package dev.ferrumdeck.gateway.artifacts;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.springframework.stereotype.Component;

/** Files {@code <aa>/<sha256>}, written whole or not at all: temporary file, fsync, rename. Thread-safe. */
@Component
class BlobFiles {
    private final Path dir;

    BlobFiles(ArtifactProperties properties) {
        this.dir = properties.dir().toAbsolutePath();
    }

    /** Idempotent by content. */
    void write(String sha256, byte[] bytes) {
        Path file = path(sha256);
        if (isWhole(file, bytes.length)) {
            return;
        }
        try {
            Path folder = dir.resolve(sha256.substring(0, 2));
            Files.createDirectories(folder);
            Path temporary = Files.createTempFile(folder, ".blob", ".tmp");
            try {
                force(temporary, bytes);
                Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
                forceFolder(folder);
            } finally {
                Files.deleteIfExists(temporary);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot store blob " + sha256, e);
        }
    }

    /** A file of another size was damaged after it was written: it is written again. */
    private static boolean isWhole(Path file, long size) {
        try {
            return Files.size(file) == size;
        } catch (IOException e) {
            return false;
        }
    }

    Path path(String sha256) {
        return dir.resolve(sha256.substring(0, 2)).resolve(sha256);
    }

    private static void force(Path file, byte[] bytes) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            channel.force(true);
        }
    }

    private static void forceFolder(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
