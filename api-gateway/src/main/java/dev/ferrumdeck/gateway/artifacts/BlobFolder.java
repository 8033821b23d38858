package dev.ferrumdeck.gateway.artifacts;

import dev.ferrumdeck.gateway.platform.web.Ids;
import jakarta.annotation.PostConstruct;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Holds that all gateways of one database have one folder of blobs. The folder has a name of its own in it, and the
 * database knows the name: a gateway on another host with a folder of its own would not find what others stored, so it
 * does not start.
 */
@Component
class BlobFolder {
    static final String MARK = ".ferrumdeck-folder";

    private final JdbcClient jdbc;
    private final Path dir;

    BlobFolder(JdbcClient jdbc, ArtifactProperties properties) {
        this.jdbc = jdbc;
        this.dir = properties.dir().toAbsolutePath().normalize();
    }

    /** @throws IllegalStateException when the blobs of this database are in another folder */
    @PostConstruct
    void check() {
        String name = name();
        jdbc.sql("INSERT INTO blob_folder (name, place) VALUES (:name, :place) ON CONFLICT DO NOTHING")
                .param("name", name)
                .param("place", dir.toString())
                .update();
        Known known = jdbc.sql("SELECT name, place FROM blob_folder")
                .query((row, n) -> new Known(row.getString("name"), row.getString("place")))
                .single();
        if (!known.name().equals(name)) {
            throw new IllegalStateException("The artifacts of this database are in the folder " + known.name()
                    + " (first seen as " + known.place() + "), and " + dir + " is another one, " + name
                    + ". Gateways share one folder: mount the first one here and set FERRUMDECK_DATA_DIR to it. If it"
                    + " is lost with its blobs, delete the row of the table blob_folder and start again.");
        }
    }

    private record Known(String name, String place) {}

    /** The first gateway that sees a folder names it. */
    private String name() {
        Path mark = dir.resolve(MARK);
        try {
            Files.createDirectories(dir);
            if (Files.notExists(mark)) {
                Files.writeString(mark, Ids.next("fol"), StandardOpenOption.CREATE_NEW);
            }
            return Files.readString(mark).strip();
        } catch (FileAlreadyExistsException e) {
            return name(); // another gateway was faster
        } catch (IOException e) {
            throw new UncheckedIOException("cannot use the folder of artifacts " + dir, e);
        }
    }
}
