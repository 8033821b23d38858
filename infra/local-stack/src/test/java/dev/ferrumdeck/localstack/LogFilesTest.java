package dev.ferrumdeck.localstack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogFilesTest {
    @TempDir
    private Path folder = Path.of("");

    @Test
    void a_log_rolls_under_the_hands_of_its_writer() throws IOException {
        Path log = folder.resolve("gateway.log");
        try (OutputStream writer = Files.newOutputStream(log, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            writer.write("first".getBytes(java.nio.charset.StandardCharsets.UTF_8));
            LogFiles.rollInUse(log);
            assertThat(log).hasContent("first");

            try (RandomAccessFile grown = new RandomAccessFile(log.toFile(), "rw")) {
                grown.setLength(21L << 20);
            }
            LogFiles.rollInUse(log);
            writer.write("after".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        }
        assertThat(log).hasContent("after");
        assertThat(Files.size(folder.resolve("gateway.log.1"))).isEqualTo(21L << 20);
    }
}
