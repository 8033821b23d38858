package dev.ferrumdeck.bridge;

import io.lettuce.core.RedisCommandExecutionException;

/** Reads the first word of errors that Redis answers. */
final class Answers {
    private Answers() {}

    static boolean is(RedisCommandExecutionException answer, String word) {
        String message = answer.getMessage();
        return message != null && message.startsWith(word);
    }

    /** Whether stream or group are gone: FLUSHALL, DEL, XGROUP DESTROY, a server that came back empty. */
    static boolean groupIsGone(RedisCommandExecutionException answer) {
        return is(answer, "NOGROUP") || is(answer, "UNBLOCKED") || is(answer, "ERR no such key");
    }
}
