package dev.ferrumdeck.gateway.artifacts;

import dev.ferrumdeck.contracts.ErrorCode;
import dev.ferrumdeck.gateway.platform.web.ApiException;
import dev.ferrumdeck.gateway.platform.web.Caller;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.Resource;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code /v1/artifacts}: workers only for runs in which they hold a lease. */
@RestController
@RequestMapping("/v1/artifacts")
class ArtifactController {
    private static final int LONGEST_TYPE = 200;

    private final ArtifactStore store;

    ArtifactController(ArtifactStore store) {
        this.store = store;
    }

    /**
     * Stores the bytes of the body. Takes any media type but {@code multipart}; a blob is given back as what it came as,
     * but never shown by a browser. The type of forms is what tools say that were told nothing: it is not kept.
     */
    @PostMapping(consumes = MediaType.ALL_VALUE)
    ResponseEntity<Artifact> put(
            @AuthenticationPrincipal Caller caller, @RequestParam("run_id") String runId, HttpServletRequest request)
            throws IOException {
        if (caller.isWorker() && !store.leased(caller.tenantId(), runId, caller.keyId())) {
            throw ApiException.forbidden("This worker holds no lease in run '" + runId + "'.");
        }
        if (!store.runExists(caller.tenantId(), runId)) {
            throw ApiException.notFound("run", runId);
        }
        String type = mediaType(request.getContentType());
        String sha256 =
                store.put(caller.tenantId(), runId, request.getInputStream().readAllBytes(), type);
        Artifact artifact =
                store.find(caller.tenantId(), sha256).orElseThrow(() -> ApiException.notFound("artifact", sha256));
        return ResponseEntity.created(URI.create("/v1/artifacts/" + sha256)).body(artifact);
    }

    private static String mediaType(@Nullable String contentType) {
        if (contentType == null) {
            return MediaType.APPLICATION_OCTET_STREAM_VALUE;
        }
        MediaType type = MediaType.parseMediaType(contentType);
        if (type.getType().equals("multipart")) {
            throw ApiException.of(
                    ErrorCode.UNSUPPORTED_MEDIA_TYPE,
                    "The body is the blob itself, not a multipart around it: curl --data-binary @file.");
        }
        if (contentType.length() > LONGEST_TYPE) {
            throw ApiException.invalid("'Content-Type' has more than " + LONGEST_TYPE + " characters.");
        }
        return type.equalsTypeAndSubtype(MediaType.APPLICATION_FORM_URLENCODED)
                ? MediaType.APPLICATION_OCTET_STREAM_VALUE
                : type.toString();
    }

    /** A blob by its SHA-256. */
    @GetMapping("/{sha256}")
    ResponseEntity<Resource> get(@AuthenticationPrincipal Caller caller, @PathVariable String sha256) {
        Artifact artifact = store.find(caller.tenantId(), sha256)
                .filter(found -> !caller.isWorker() || store.readable(caller.tenantId(), sha256, caller.keyId()))
                .orElseThrow(() -> ApiException.notFound("artifact", sha256));
        return ResponseEntity.ok()
                .contentType(MediaType.parseMediaType(artifact.mediaType()))
                .contentLength(artifact.sizeBytes())
                .cacheControl(CacheControl.noStore())
                .eTag("\"" + sha256 + "\"")
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + sha256 + "\"")
                .header("X-Content-Type-Options", "nosniff")
                .body(new FileSystemResource(store.file(artifact)));
    }
}
