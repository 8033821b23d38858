package dev.ferrumdeck.gateway.runs;

import dev.ferrumdeck.gateway.platform.web.ApiException;
import dev.ferrumdeck.gateway.platform.web.Caller;
import dev.ferrumdeck.gateway.platform.web.Cursor;
import dev.ferrumdeck.gateway.platform.web.Page;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code /v1/runs/{run}/...}: the parts of a run. */
@RestController
class RunPartsController {
    private final RunStore runs;
    private final StepStore steps;
    private final AttemptQueries attempts;
    private final JournalStore journal;
    private final RunBudgets budgets;

    RunPartsController(
            RunStore runs, StepStore steps, AttemptQueries attempts, JournalStore journal, RunBudgets budgets) {
        this.runs = runs;
        this.steps = steps;
        this.attempts = attempts;
        this.journal = journal;
        this.budgets = budgets;
    }

    /** The steps, oldest first, without their values. */
    @GetMapping("/v1/runs/{run}/steps")
    Page<StepResource> steps(@AuthenticationPrincipal Caller caller, @PathVariable String run, Cursor cursor) {
        require(caller, run);
        return cursor.page(steps.list(run, cursor), StepResource::key);
    }

    /** One step, by id or by path, with its values. */
    @GetMapping("/v1/runs/{run}/steps/{*step}")
    StepResource step(@AuthenticationPrincipal Caller caller, @PathVariable String run, @PathVariable String step) {
        require(caller, run);
        String name = step.substring(1);
        return steps.find(run, name).orElseThrow(() -> ApiException.notFound("step", name));
    }

    /** The attempts, newest first. */
    @GetMapping("/v1/runs/{run}/attempts")
    Page<AttemptResource> attempts(
            @AuthenticationPrincipal Caller caller,
            @PathVariable String run,
            @RequestParam(required = false) @Nullable String step,
            Cursor cursor) {
        require(caller, run);
        return cursor.page(attempts.attempts(run, step, cursor), AttemptResource::id);
    }

    /** What the policy said, newest first. */
    @GetMapping("/v1/runs/{run}/decisions")
    Page<DecisionResource> decisions(@AuthenticationPrincipal Caller caller, @PathVariable String run, Cursor cursor) {
        require(caller, run);
        return cursor.page(attempts.decisions(run, cursor), DecisionResource::id);
    }

    /** The budget of the run, and the wider ones that it also draws from. */
    @GetMapping("/v1/runs/{run}/budget")
    RunBudgets.Resource budget(@AuthenticationPrincipal Caller caller, @PathVariable String run) {
        return budgets.of(require(caller, run));
    }

    /** The journal, oldest entry first; the first page has the plan, so that the run can be played again offline. */
    @GetMapping("/v1/runs/{run}/journal")
    JournalPage journal(@AuthenticationPrincipal Caller caller, @PathVariable String run, Cursor cursor) {
        RunRow row = require(caller, run);
        Page<JournalPage.Line> page = cursor.page(journal.list(run, cursor), line -> Integer.toString(line.n()));
        return JournalPage.of(row, cursor.before() == null ? runs.plan(run) : null, page);
    }

    private RunRow require(Caller caller, String run) {
        return runs.find(caller.tenantId(), run).orElseThrow(() -> ApiException.notFound("run", run));
    }
}
