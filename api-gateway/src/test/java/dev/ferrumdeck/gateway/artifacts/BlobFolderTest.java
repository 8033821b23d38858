package dev.ferrumdeck.gateway.artifacts;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ferrumdeck.gateway.testing.GatewayTestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.util.unit.DataSize;

class BlobFolderTest {
    private final JdbcClient jdbc = GatewayTestDatabase.create().jdbc();

    private BlobFolder folder(Path dir) {
        return new BlobFolder(jdbc, new ArtifactProperties(dir, DataSize.ofMegabytes(1)));
    }

    @Test
    void gateways_with_the_same_folder_start_wherever_it_is_mounted(@TempDir Path dir) throws IOException {
        folder(dir.resolve("first")).check();
        assertThatCode(folder(dir.resolve("first"))::check).doesNotThrowAnyException();
        Files.move(dir.resolve("first"), dir.resolve("elsewhere"));
        assertThatCode(folder(dir.resolve("elsewhere"))::check).doesNotThrowAnyException();
    }

    @Test
    void a_gateway_with_another_folder_does_not_start_and_says_which_is_the_right_one(@TempDir Path dir) {
        folder(dir.resolve("first")).check();
        assertThatThrownBy(folder(dir.resolve("second"))::check)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(dir.resolve("first").toString())
                .hasMessageContaining(dir.resolve("second").toString())
                .hasMessageContaining("FERRUMDECK_DATA_DIR");
    }
}
