package dev.ferrumdeck.worker.llm;

import dev.ferrumdeck.contracts.wire.LlmInput;
import dev.ferrumdeck.contracts.wire.LlmOutput;
import dev.ferrumdeck.contracts.wire.Usage;
import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.model.chat.ChatModel;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The language that a provider speaks. LangChain4j writes its requests; what LangChain4j does not know is added here, and
 * its answers are read here (ADR 7). Safe to share.
 */
interface Dialect {
    /** LangChain4j's model for it, over that HTTP client. */
    ChatModel writer(HttpClientBuilder http);

    /** Adds to a written request what was kept for the provider, the wish for a stream, and the schema of the answer. */
    void complete(ObjectNode request, LlmInput input, boolean stream);

    /** Puts the events of one stream together. */
    Assembly assembly(Consumer<String> heard);

    /**
     * Reads a whole answer that is no error.
     *
     * @param turn number of the answer in its conversation, from 1
     * @throws Unreadable when it is not what the provider's documentation says
     */
    LlmOutput read(ObjectNode whole, int turn);

    /** What the answer says of its usage, also where nothing else in it can be read; null when it says nothing. */
    @Nullable
    Usage usage(ObjectNode whole);

    /** Whether the provider has paused and wants the request again, with what it has said so far. */
    default boolean isPaused(ObjectNode whole) {
        return false;
    }

    /** The events of one stream, until they are one whole answer. Not thread-safe. */
    interface Assembly {
        /** Takes the data of an event. */
        void take(JsonNode event);

        /** Whether the stream has said that it is at its end. */
        boolean isWhole();

        /** The answer as it would have come without a stream; or the error that the stream brought. */
        ObjectNode whole();
    }

    /** An answer that is none; the message completes "it answered". */
    final class Unreadable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Unreadable(String what) {
            super(what);
        }
    }
}
