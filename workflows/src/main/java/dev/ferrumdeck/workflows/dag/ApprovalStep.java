package dev.ferrumdeck.workflows.dag;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.ferrumdeck.policy.ApprovalSpec;
import dev.ferrumdeck.policy.spec.SpecObject;
import dev.ferrumdeck.workflows.machine.StepKind;
import org.jspecify.annotations.Nullable;

/**
 * A question to people.
 *
 * @param title template of one line for them
 * @param input template of what they are shown
 * @param expiresSeconds how long they have
 * @param approverRole the role that may decide
 * @param quorum how many must agree
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ApprovalStep(
        @JsonUnwrapped Frame frame,
        @JsonProperty("title") String title,
        @JsonProperty("input") @Nullable Object input,
        @JsonProperty("expires_seconds") long expiresSeconds,
        @JsonProperty("approver_role") String approverRole,
        @JsonProperty("quorum") int quorum)
        implements StepSpec {
    static final StepForm FORM = new StepForm("approval", ApprovalStep.class, StepForm.Place.STEP, ApprovalStep::read);

    private static StepSpec read(SpecObject step, Frame frame, PartReader parts) {
        String role = step.oneOf("approver_role", ApprovalSpec.ROLES, false);
        return new ApprovalStep(
                frame,
                step.string("title"),
                step.any("input"),
                step.whole("expires_seconds", 1, 30L * 24 * 3600, Planner.DEFAULT_APPROVAL_SECONDS),
                role == null ? "approver" : role,
                (int) step.whole("quorum", 1, 20, 1));
    }

    @Override
    public StepKind kind() {
        return StepKind.APPROVAL;
    }

    @Override
    public void check(ExpressionCheck check, String pointer) {
        check.template(title, pointer + "/title");
        check.template(input, pointer + "/input");
    }
}
