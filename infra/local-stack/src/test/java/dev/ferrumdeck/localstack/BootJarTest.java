package dev.ferrumdeck.localstack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BootJarTest {
    @TempDir
    private Path folder = Path.of("");

    private Path jar(String name, String content) throws IOException {
        Path jar = folder.resolve(name);
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar))) {
            zip.setMethod(ZipOutputStream.DEFLATED);
            ZipEntry entry = new ZipEntry("a.txt");
            entry.setLastModifiedTime(FileTime.fromMillis(0));
            zip.putNextEntry(entry);
            zip.write(content.getBytes(StandardCharsets.UTF_8));
        }
        Files.setLastModifiedTime(jar, FileTime.fromMillis(0));
        return jar;
    }

    @Test
    void two_builds_of_the_same_time_and_size_are_told_apart() throws IOException {
        Path one = jar("one.jar", "aaaa");
        Path other = jar("other.jar", "bbbb");
        assertThat(Files.size(one)).isEqualTo(Files.size(other));
        assertThat(BootJar.checksum(one)).isNotEqualTo(BootJar.checksum(other));
        assertThat(BootJar.checksum(jar("again.jar", "aaaa"))).isEqualTo(BootJar.checksum(one));
    }
}
