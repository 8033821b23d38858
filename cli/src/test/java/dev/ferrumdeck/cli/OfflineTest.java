package dev.ferrumdeck.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferrumdeck.cli.client.Json;
import dev.ferrumdeck.contracts.Digests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Proofs from saved files: no server is asked, so it may be gone. */
class OfflineTest extends CommandLineTest {

    @BeforeEach
    void no_server() {
        server.close();
    }

    @Test
    void an_exported_audit_chain_is_verified_and_a_changed_one_is_not() throws IOException {
        var event = Json.object()
                .put("id", "aud_1")
                .put("action", "key.created")
                .put("seq", 1)
                .put("previous_hash", "0".repeat(64));
        event.put("hash", Digests.canonicalSha256(event.toString()));
        Path file = Files.writeString(folder.resolve("audit.json"), "[" + event + "]");

        assertThat(call("audit", "verify", "--file", file.toString()).exitCode())
                .isZero();

        Files.writeString(file, "[" + event.put("action", "key.revoked") + "]");
        Call changed = call("audit", "verify", "--file", file.toString(), "-o", "json");
        assertThat(changed.exitCode()).isEqualTo(1);
        assertThat(Json.tree(changed.out()).path("verified").asBoolean()).isFalse();
    }

    @Test
    void a_file_that_is_no_journal_is_said_to_be_none() throws IOException {
        Path file = Files.writeString(folder.resolve("journal.json"), "{\"run_id\":\"run_1\"}");

        Call call = call("run", "replay", "--file", file.toString());

        assertThat(call.exitCode()).isEqualTo(1);
        assertThat(call.err()).contains("no journal");
    }
}
