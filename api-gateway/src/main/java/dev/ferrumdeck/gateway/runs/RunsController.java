package dev.ferrumdeck.gateway.runs;

import dev.ferrumdeck.gateway.platform.web.ApiException;
import dev.ferrumdeck.gateway.platform.web.Caller;
import dev.ferrumdeck.gateway.platform.web.Cursor;
import dev.ferrumdeck.gateway.platform.web.Made;
import dev.ferrumdeck.gateway.platform.web.Page;
import dev.ferrumdeck.gateway.platform.web.TraceId;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.async.DeferredResult;
import tools.jackson.databind.JsonNode;

/** {@code /v1/runs}: create, list and get runs. */
@RestController
class RunsController {
    private final RunCreation creation;
    private final RunStore store;
    private final RunLinks links;
    private final RunWaits waits;

    RunsController(RunCreation creation, RunStore store, RunLinks links, RunWaits waits) {
        this.creation = creation;
        this.store = store;
        this.links = links;
        this.waits = waits;
    }

    /** Creates a run: 202 with its place; with {@code Prefer: wait=n} 200 when it is over by then. */
    @PostMapping("/v1/runs")
    DeferredResult<ResponseEntity<RunResource>> create(
            @AuthenticationPrincipal Caller caller,
            @RequestBody JsonNode body,
            @RequestHeader(name = "Prefer", required = false) @Nullable String prefer,
            @RequestParam(name = "wait", required = false) @Nullable String wait,
            HttpServletRequest request) {
        Wait asked = Wait.of(prefer, wait);
        RunRequest run = RunRequest.parse(body);
        String id = Made.once(request, () -> creation.create(caller, run, TraceId.traceparent(request)));
        return waits.until(asked, caller.tenantId(), id, row -> created(asked, row));
    }

    private ResponseEntity<RunResource> created(Wait wait, RunRow run) {
        ResponseEntity.BodyBuilder answer = ResponseEntity.status(run.isOver() ? 200 : 202);
        if (wait.isAsked()) {
            answer.header("Preference-Applied", "wait=" + wait.seconds());
        }
        return answer.header("Location", "/v1/runs/" + run.id()).body(RunResource.full(run, links.of(run.id())));
    }

    /** The runs of the tenant, newest first. */
    @GetMapping("/v1/runs")
    Page<RunResource> list(
            @AuthenticationPrincipal Caller caller, @ModelAttribute RunFilterParameters filter, Cursor cursor) {
        List<RunResource> rows = store.list(caller.tenantId(), RunFilter.of(filter), cursor).stream()
                .map(it -> RunResource.lean(it, links.of(it.id())))
                .toList();
        return cursor.page(rows, RunResource::id);
    }

    /** One run; with {@code Prefer: wait=n} when it is over, at the latest after n seconds. */
    @GetMapping("/v1/runs/{run}")
    DeferredResult<ResponseEntity<RunResource>> get(
            @AuthenticationPrincipal Caller caller,
            @PathVariable String run,
            @RequestHeader(name = "Prefer", required = false) @Nullable String prefer,
            @RequestParam(name = "wait", required = false) @Nullable String wait) {
        if (store.find(caller.tenantId(), run).isEmpty()) {
            throw ApiException.notFound("run", run);
        }
        return waits.until(
                Wait.of(prefer, wait),
                caller.tenantId(),
                run,
                row -> ResponseEntity.ok(RunResource.full(row, links.of(row.id()))));
    }
}
