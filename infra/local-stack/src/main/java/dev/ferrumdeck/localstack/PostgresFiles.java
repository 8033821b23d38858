package dev.ferrumdeck.localstack;

import io.zonky.test.db.postgres.embedded.DefaultPostgresBinaryResolver;
import io.zonky.test.db.postgres.util.ArchUtils;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/** The PostgreSQL programs, unpacked once per checkout from the jar that carries them. */
final class PostgresFiles {
    static final String VERSION = "18.6";

    private PostgresFiles() {}

    static Path unpacked(Path cache) throws IOException {
        Path target = cache.resolve("postgres-" + VERSION);
        if (Files.isDirectory(target)) {
            return target;
        }
        Files.createDirectories(cache);
        Path fresh = Files.createTempDirectory(cache, ".postgres");
        try (InputStream archive = archive();
                var tar = new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(archive)))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                unpack(tar, entry, fresh);
            }
        }
        Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rwxr-xr-x"));
        Folders.moveIntoPlace(fresh, target);
        return target;
    }

    private static InputStream archive() throws IOException {
        String system =
                System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("mac") ? "Darwin" : "Linux";
        String machine = ArchUtils.normalize(System.getProperty("os.arch", ""));
        InputStream found = DefaultPostgresBinaryResolver.INSTANCE.getPgBinary(system, machine);
        if (found == null) {
            throw StackFailure.of(
                    "there are no PostgreSQL programs for " + system + " on " + machine,
                    "run a PostgreSQL of your own and set DATABASE_URL");
        }
        return found;
    }

    private static void unpack(TarArchiveInputStream tar, TarArchiveEntry entry, Path into) throws IOException {
        Path path = into.resolve(entry.getName()).normalize();
        if (!path.startsWith(into)) {
            throw new IOException("entry outside of the archive: " + entry.getName());
        }
        if (entry.isDirectory()) {
            Files.createDirectories(path);
        } else if (entry.isSymbolicLink()) {
            Files.createDirectories(path.getParent());
            Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
        } else {
            Files.createDirectories(path.getParent());
            Files.copy(tar, path);
            boolean program = (entry.getMode() & 0100) != 0;
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(program ? "rwxr-xr-x" : "rw-r--r--"));
        }
    }
}
