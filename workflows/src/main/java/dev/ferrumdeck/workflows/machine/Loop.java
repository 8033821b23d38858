package dev.ferrumdeck.workflows.machine;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * The children of an agent or a map.
 *
 * @param rounds model calls so far (agent)
 * @param open children that have not ended
 * @param items how many items there are (map)
 * @param next the first item that has not begun (map)
 * @param repeats how many rounds in a row proposed the same calls (agent)
 * @param calls digests of the calls of the newest round, joined (agent)
 */
record Loop(
        @JsonProperty("rounds") int rounds,
        @JsonProperty("open") int open,
        @JsonProperty("items") int items,
        @JsonProperty("next") int next,
        @JsonProperty("repeats") int repeats,
        @JsonProperty("calls") String calls) {
    static final Loop NONE = new Loop(0, 0, 0, 0, 0, "");

    static Loop over(int items) {
        return new Loop(0, 0, items, 0, 0, "");
    }

    Loop nextRound() {
        return new Loop(rounds + 1, 1, items, next, repeats, calls);
    }

    Loop proposed(int count, String digests) {
        return new Loop(rounds, count, items, next, digests.equals(calls) ? repeats + 1 : 1, digests);
    }

    Loop nextItem() {
        return new Loop(rounds, open + 1, items, next + 1, repeats, calls);
    }

    Loop oneEnded() {
        return new Loop(rounds, open - 1, items, next, repeats, calls);
    }
}
