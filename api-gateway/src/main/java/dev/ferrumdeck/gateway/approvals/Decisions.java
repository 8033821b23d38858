package dev.ferrumdeck.gateway.approvals;

import dev.ferrumdeck.workflows.machine.Event;
import dev.ferrumdeck.workflows.machine.StepPath;
import dev.ferrumdeck.workflows.machine.Verdict;
import org.jspecify.annotations.Nullable;

/** What a run is told of a decided approval. */
final class Decisions {
    /** Tokens of the sentence that carries a denial to the model, without its reason. */
    private static final long DENIAL_TOKENS = 40;

    private Decisions() {}

    static Event.Decided event(Approval approval) {
        Verdict verdict = approval.status().verdict();
        Approval.Resolution resolution = approval.resolution();
        String note = resolution == null ? null : resolution.note();
        String stepPath = approval.subject().stepPath();
        boolean toldToModel = StepPath.parse(stepPath).isOfLoop() && verdict != Verdict.APPROVED;
        return new Event.Decided(
                approval.id(),
                stepPath,
                verdict,
                approval.isEdited(),
                resolution == null ? null : resolution.byName(),
                toldToModel ? tokens(note) : 0);
    }

    /** An estimate that errs on the high side: three characters a token. */
    private static long tokens(@Nullable String note) {
        return DENIAL_TOKENS + (note == null ? 0 : note.length() / 3L + 1);
    }
}
