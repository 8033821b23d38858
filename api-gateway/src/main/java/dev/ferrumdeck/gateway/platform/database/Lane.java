package dev.ferrumdeck.gateway.platform.database;

/**
 * Which connections a thread takes: requests of people and services have a pool of their own, so that however many come,
 * runs go on. What is not said to be of the API is of the control path.
 */
public enum Lane {
    CONTROL,
    API;

    private static final ThreadLocal<Lane> CURRENT = ThreadLocal.withInitial(() -> CONTROL);

    static Lane current() {
        return CURRENT.get();
    }

    /** The same work, with the connections of the API. */
    public static Runnable ofApi(Runnable work) {
        return () -> {
            enterApi();
            try {
                work.run();
            } finally {
                leave();
            }
        };
    }

    static void enterApi() {
        CURRENT.set(API);
    }

    static void leave() {
        CURRENT.remove();
    }
}
