package dev.ferrumdeck.gateway.access;

import com.fasterxml.jackson.annotation.JsonProperty;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@code POST /v1/api-keys} takes.
 *
 * @param queues for role worker, and only for it: the queues it may claim from; {@code *} stands for all
 * @param expiresInSeconds from now; absent = never
 */
record NewKey(
        @JsonProperty("name") @NotBlank @Size(max = 100) String name,

        @JsonProperty("roles") @NotEmpty
        List<
                        @Pattern(
                                regexp = "viewer|developer|approver|operator|policy_admin|admin|worker",
                                message =
                                        "must be one of viewer, developer, approver, operator, policy_admin, admin, worker")
                        String>
                roles,

        @JsonProperty("queues") @Nullable List<@Pattern(regexp = "[a-z0-9_-]{1,64}|\\*") String> queues,

        @JsonProperty("expires_in_seconds") @Nullable @Positive @Max(315_360_000)
        Long expiresInSeconds) {}
