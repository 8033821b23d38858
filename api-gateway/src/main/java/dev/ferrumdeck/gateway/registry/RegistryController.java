package dev.ferrumdeck.gateway.registry;

import dev.ferrumdeck.gateway.platform.web.ApiException;
import dev.ferrumdeck.gateway.platform.web.Caller;
import dev.ferrumdeck.gateway.platform.web.Cursor;
import dev.ferrumdeck.gateway.platform.web.Page;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;

/** The routes that all four kinds share. Bodies are YAML or JSON. */
abstract class RegistryController {
    static final String YAML = "application/yaml";

    private final Kind kind;
    private final VersionStore store;
    private final Publishing publishing;

    RegistryController(Kind kind, VersionStore store, Publishing publishing) {
        this.kind = kind;
        this.store = store;
        this.publishing = publishing;
    }

    /**
     * 201 for a new thing or a new version, 200 when the newest version says the same. With {@code dry_run} everything is
     * checked and nothing is stored; the answer is a 200 that says what would change.
     */
    @PostMapping(consumes = {MediaType.APPLICATION_JSON_VALUE, YAML, "application/x-yaml", "text/yaml"})
    ResponseEntity<Publication> publish(
            @AuthenticationPrincipal Caller caller,
            @RequestBody String spec,
            @RequestParam(name = "dry_run", defaultValue = "false") boolean dryRun,
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch) {
        return answer(publishing.publish(kind, caller, spec, new Publishing.Terms(ifMatch, dryRun)));
    }

    @PostMapping(
            path = "/{name}/versions",
            consumes = {MediaType.APPLICATION_JSON_VALUE, YAML, "application/x-yaml", "text/yaml"})
    ResponseEntity<Publication> addVersion(
            @AuthenticationPrincipal Caller caller,
            @PathVariable String name,
            @RequestBody String spec,
            @RequestParam(name = "dry_run", defaultValue = "false") boolean dryRun,
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch) {
        return answer(publishing.addVersion(kind, caller, name, spec, new Publishing.Terms(ifMatch, dryRun)));
    }

    @GetMapping
    Page<Stored> list(@AuthenticationPrincipal Caller caller, Cursor cursor) {
        return cursor.page(store.list(kind, caller.tenantId(), cursor.before(), cursor.fetch()), Stored::id);
    }

    @GetMapping("/{name}")
    ResponseEntity<Stored> get(@AuthenticationPrincipal Caller caller, @PathVariable String name) {
        return found(find(caller, name, null));
    }

    @GetMapping("/{name}/versions")
    Page<Stored> versions(@AuthenticationPrincipal Caller caller, @PathVariable String name, Cursor cursor) {
        find(caller, name, null);
        Integer before = cursor.before() == null ? null : Integer.valueOf(cursor.before());
        return cursor.page(
                store.versions(kind, caller.tenantId(), name, before, cursor.fetch()),
                stored -> String.valueOf(stored.version()));
    }

    @GetMapping("/{name}/versions/{version}")
    ResponseEntity<Stored> version(
            @AuthenticationPrincipal Caller caller, @PathVariable String name, @PathVariable int version) {
        return found(find(caller, name, version));
    }

    /** Takes it out of use: no new run can use it, runs under way keep what they have. Publishing it again restores it. */
    @DeleteMapping("/{name}")
    ResponseEntity<Void> retire(@AuthenticationPrincipal Caller caller, @PathVariable String name) {
        publishing.retire(kind, caller, name);
        return ResponseEntity.noContent().build();
    }

    private Stored find(Caller caller, String name, @Nullable Integer version) {
        String id = version == null ? name : name + " version " + version;
        return store.find(kind, caller.tenantId(), name, version)
                .orElseThrow(() -> ApiException.notFound(kind.word, id));
    }

    private ResponseEntity<Publication> answer(Publication published) {
        var answer = ResponseEntity.status(published.isNew() ? HttpStatus.CREATED : HttpStatus.OK)
                .eTag(published.etag());
        if (!published.dryRun()) {
            answer.location(
                    URI.create("/v1/" + kind.route + "/" + published.name() + "/versions/" + published.version()));
        }
        return answer.body(published);
    }

    private static ResponseEntity<Stored> found(Stored stored) {
        return ResponseEntity.ok().eTag(stored.etag()).body(stored);
    }
}
