package dev.ferrumdeck.worker.work;

/** Does the work of one type of step. Is interrupted when the work is to stop. Safe to share. */
public interface Actor {
    /** The type of step: {@code llm} or {@code tool}. */
    String type();

    /**
     * Gets ready without any effect: what can fail beforehand fails here. After it, an effect {@code once} is announced.
     *
     * @throws WorkFailed when the work cannot be done
     */
    Prepared prepare(Assignment assignment);

    /** Work that only needs to be done. */
    @FunctionalInterface
    interface Prepared {
        /**
         * Does it.
         *
         * @throws WorkFailed when it failed
         * @throws InterruptedException when it was told to stop
         */
        Done act() throws InterruptedException;

        /** It is not done after all: gives up what was held for it. */
        default void drop() {}
    }
}
