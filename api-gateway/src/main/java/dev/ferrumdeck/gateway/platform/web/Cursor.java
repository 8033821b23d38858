package dev.ferrumdeck.gateway.platform.web;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What part of a list is wanted: {@code ?limit=&cursor=}. Controllers take it as a parameter. Lists are ordered by id
 * descending: ask SQL for {@code WHERE (CAST(:before AS text) IS NULL OR id < :before) ORDER BY id DESC LIMIT :fetch}.
 */
public final class Cursor {
    private final int limit;
    private final @Nullable String before;
    private final String list;
    private final CursorSigner signer;

    Cursor(int limit, @Nullable String before, String list, CursorSigner signer) {
        this.limit = limit;
        this.before = before;
        this.list = list;
        this.signer = signer;
    }

    /** How many rows to fetch: one more than asked, which tells whether there are more. */
    public int fetch() {
        return limit + 1;
    }

    /** Only ids below this one; null at the beginning. */
    public @Nullable String before() {
        return before;
    }

    /** Makes the page out of up to {@link #fetch} rows. */
    public <T> Page<T> page(List<T> rows, Function<T, String> id) {
        if (rows.size() <= limit) {
            return new Page<>(rows, null, false);
        }
        List<T> data = rows.subList(0, limit);
        return new Page<>(data, signer.sign(list, id.apply(data.get(limit - 1))), true);
    }
}
