package dev.ferrumdeck.worker.mcp;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What an answer with {@code isError} says of the effect of a tool, as the server's entry of the configuration tells. */
enum ErrorsMean {
    /** It acted, and says that it went wrong: not tried again. The default of effects {@code once}. */
    @JsonProperty("done")
    DONE,
    /** It did nothing: the step's retries may try again. The default of other effects. */
    @JsonProperty("not_done")
    NOT_DONE,
    /** Nobody can tell: an effect {@code once} is reconciled by people. */
    @JsonProperty("unknown")
    UNKNOWN
}
