package dev.ferrumdeck.bridge;

/** Names of the streams. Source: the worker protocol, "The message". */
public final class Streams {
    /** The one consumer group of every stream. */
    public static final String GROUP = "workers";

    static final String PREFIX = "fd:q:";
    static final String VERSION_FIELD = "v";
    static final String VERSION = "1";
    static final String ATTEMPT_FIELD = "a";
    static final String TRACE_FIELD = "t";

    private Streams() {}

    /** The stream of a queue: {@code fd:q:tool}. */
    public static String nameOf(String queue) {
        return PREFIX + queue;
    }

    static String queueOf(String stream) {
        return stream.substring(PREFIX.length());
    }
}
