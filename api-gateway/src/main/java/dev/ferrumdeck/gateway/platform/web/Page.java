package dev.ferrumdeck.gateway.platform.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One page of a list, newest first.
 *
 * @param nextCursor for {@code ?cursor=}; null on the last page
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record Page<T>(
        @JsonProperty("data") List<T> data,
        @JsonProperty("next_cursor") @Nullable String nextCursor,
        @JsonProperty("has_more") boolean hasMore) {
    public Page {
        data = List.copyOf(data);
    }
}
