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
 * @param principal who will hold it: a name of your choice, or that of a key that there is; absent = somebody new
 * @param expiresInSeconds from now; absent = never
 */
record NewKey(
        @JsonProperty("name") @NotBlank @Size(max = 100) String name,

        @JsonProperty("roles") @NotEmpty
        List<
                        @Pattern(
                                regexp = "viewer|developer|approver|operator|policy_admin|admin|worker",
                                message = "must be one of viewer, developer, approver, operator, policy_admin, admin,"
                                        + " worker")
                        String>
                roles,

        @JsonProperty("queues") @Nullable List<@Pattern(regexp = "[a-z0-9_-]{1,64}|\\*") String> queues,

        @JsonProperty("principal")
        @Nullable
        @Pattern(
                regexp = "[a-z0-9][a-z0-9._@+-]{0,99}|key_[0-9A-Z]{26}",
                message = "must be lower-case letters, digits and . _ @ + -, at most 100, or the id of a key")
        String principal,

        @JsonProperty("expires_in_seconds") @Nullable @Positive @Max(315_360_000)
        Long expiresInSeconds) {}
