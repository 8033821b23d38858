package dev.ferrumdeck.gateway.runs;

import com.github.f4b6a3.ulid.Ulid;
import dev.ferrumdeck.gateway.platform.web.ApiException;
import dev.ferrumdeck.gateway.platform.web.Json;
import dev.ferrumdeck.workflows.machine.RunStatus;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which runs a list has; null is no condition.
 *
 * @param statuses wire names
 * @param kind {@code agent} or {@code workflow}
 * @param name of the agent or the workflow definition
 * @param since created at or after; ids begin with their time, so that the index of ids serves it
 * @param label a label as a JSON object of one key
 */
record RunFilter(
        @Nullable List<String> statuses,
        @Nullable String kind,
        @Nullable String name,
        @Nullable OffsetDateTime since,
        @Nullable String label) {
    private static final int LAST_YEAR = 9999;
    private static final Set<String> STATUSES = Arrays.stream(RunStatus.values())
            .map(it -> it.name().toLowerCase(Locale.ROOT))
            .collect(Collectors.toUnmodifiableSet());

    /** @throws ApiException for a status or a time that is none */
    static RunFilter of(RunFilterParameters given) {
        if (Stream.of(given.agent(), given.workflow(), given.name())
                        .filter(Objects::nonNull)
                        .count()
                > 1) {
            throw ApiException.invalid("Only one of 'agent', 'workflow' and 'name' narrows a list.");
        }
        String kind = given.agent() != null ? RunRequest.AGENT : given.workflow() != null ? RunRequest.WORKFLOW : null;
        String name =
                given.agent() != null ? given.agent() : given.workflow() != null ? given.workflow() : given.name();
        return new RunFilter(statuses(given.status()), kind, name, since(given.since()), label(given.label()));
    }

    /** SQL conditions, each with one parameter that is named in it, and its value. */
    Map<String, Object> conditions() {
        Map<String, Object> conditions = new LinkedHashMap<>();
        if (statuses != null && statuses.size() == 1) {
            conditions.put("status = :status", statuses.get(0));
        } else if (statuses != null) {
            conditions.put("status = ANY(:statuses)", statuses.toArray(String[]::new));
        }
        if (kind != null) {
            conditions.put("kind = :kind", kind);
        }
        if (name != null) {
            conditions.put("name = :name", name);
        }
        if (since != null) {
            conditions.put(
                    "id >= :since",
                    "run_" + Ulid.min(Math.max(0, since.toInstant().toEpochMilli())));
        }
        if (label != null) {
            conditions.put("labels @> CAST(:label AS jsonb)", label);
        }
        return conditions;
    }

    private static @Nullable String label(@Nullable String label) {
        if (label == null) {
            return null;
        }
        int end = label.indexOf('=');
        if (end < 1) {
            throw ApiException.invalid("'label' must be a name and a text, such as team=payments.");
        }
        return Json.write(Map.of(label.substring(0, end), label.substring(end + 1)));
    }

    private static @Nullable List<String> statuses(@Nullable String status) {
        if (status == null) {
            return null;
        }
        List<String> statuses = List.of(status.split(",", -1));
        for (String one : statuses) {
            if (!STATUSES.contains(one)) {
                throw ApiException.invalid(
                        "'status' must be some of " + STATUSES.stream().sorted().toList() + ".");
            }
        }
        return statuses;
    }

    private static @Nullable OffsetDateTime since(@Nullable String since) {
        if (since == null) {
            return null;
        }
        try {
            OffsetDateTime time = OffsetDateTime.parse(since);
            if (time.getYear() >= 0 && time.getYear() <= LAST_YEAR) {
                return time;
            }
        } catch (DateTimeException e) {
            // falls through to the one refusal
        }
        throw ApiException.invalid("'since' must be a time such as 2026-11-01T00:00:00Z.");
    }
}
