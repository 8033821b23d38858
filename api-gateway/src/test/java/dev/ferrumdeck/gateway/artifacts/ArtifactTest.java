package dev.ferrumdeck.gateway.artifacts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ferrumdeck.contracts.Digests;
import dev.ferrumdeck.contracts.ErrorCode;
import dev.ferrumdeck.gateway.access.TestKeys;
import dev.ferrumdeck.gateway.platform.web.ApiException;
import dev.ferrumdeck.gateway.testing.Answer;
import dev.ferrumdeck.gateway.testing.GatewayWebTest;
import dev.ferrumdeck.gateway.testing.TestRuns;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.unit.DataSize;

class ArtifactTest extends GatewayWebTest {
    private String tenant = "";
    private String developer = "";
    private String worker = "";
    private String run = "";

    @BeforeEach
    void rows() {
        tenant = tenant();
        developer = keys.key(tenant, "developer");
        worker = keys.worker(tenant, "tool");
        run = TestRuns.run(jdbc, tenant);
    }

    @Test
    void a_worker_stores_and_reads_blobs_of_runs_in_which_it_holds_a_lease() {
        TestRuns.leased(jdbc, tenant, run, TestKeys.idOf(worker));
        Answer stored = upload(worker, run, "hello");
        assertThat(stored.status()).as(stored.body()).isEqualTo(201);
        assertThat(stored.text("/sha256")).isEqualTo(Digests.sha256Hex("hello"));
        assertThat(stored.json().at("/size_bytes").asInt()).isEqualTo(5);

        Answer read = get(worker, "/v1/artifacts/" + stored.text("/sha256"));
        assertThat(read.body()).isEqualTo("hello");
        assertThat(read.header("Content-Type")).contains("text/markdown");
        assertThat(read.header("Content-Disposition").orElse("")).startsWith("attachment");
    }

    @Test
    void a_worker_without_a_lease_neither_stores_nor_reads() {
        assertThat(upload(worker, run, "no").status()).isEqualTo(403);
        String sha256 = upload(developer, run, "private").text("/sha256");
        assertThat(get(worker, "/v1/artifacts/" + sha256).status()).isEqualTo(404);
    }

    @Test
    void the_same_content_belongs_to_every_run_that_has_it() {
        String other = TestRuns.run(jdbc, tenant);
        TestRuns.leased(jdbc, tenant, other, TestKeys.idOf(worker));
        String sha256 = upload(developer, run, "shared").text("/sha256");
        assertThat(get(worker, "/v1/artifacts/" + sha256).status()).isEqualTo(404);
        assertThat(upload(developer, other, "shared").status()).isEqualTo(201);
        assertThat(get(worker, "/v1/artifacts/" + sha256).status()).isEqualTo(200);
    }

    @Test
    void blobs_and_runs_of_another_tenant_are_not_there() {
        String stranger = keys.key(tenant(), "developer");
        String sha256 = upload(developer, run, "mine").text("/sha256");
        assertThat(get(stranger, "/v1/artifacts/" + sha256).status()).isEqualTo(404);
        assertThat(upload(stranger, run, "theirs").status()).isEqualTo(404);
        assertThat(get(developer, "/v1/artifacts/..%2F..%2Fetc").status()).isBetween(400, 404);
    }

    @Test
    void a_run_cannot_go_over_its_quota(@TempDir Path dir) {
        ArtifactProperties small = new ArtifactProperties(dir, DataSize.ofBytes(10));
        ArtifactStore store = new ArtifactStore(jdbc, new BlobFiles(small), small);
        store.put(tenant, run, new byte[8], "text/plain");
        store.put(tenant, run, new byte[8], "text/plain");
        assertThatThrownBy(() -> store.put(tenant, run, new byte[3], "text/plain"))
                .isInstanceOfSatisfying(
                        ApiException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.PAYLOAD_TOO_LARGE));
        assertThat(store.get(tenant, Digests.sha256Hex("\0".repeat(8)))).hasValue(new byte[8]);
    }

    @Test
    void an_artifact_may_be_larger_than_other_bodies() {
        assertThat(upload(developer, run, "x".repeat(2 << 20)).status()).isEqualTo(201);
        assertThat(upload(developer, run, "x".repeat(9 << 20)).status()).isEqualTo(413);
    }

    private Answer upload(String key, String runId, String text) {
        return call(request(key, "/v1/artifacts?run_id=" + runId)
                .setHeader("Content-Type", "text/markdown")
                .POST(BodyPublishers.ofString(text)));
    }
}
