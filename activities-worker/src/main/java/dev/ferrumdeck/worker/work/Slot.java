package dev.ferrumdeck.worker.work;

/** A place among the attempts that a worker does at a time. Whoever only waits leaves it to others. Safe to share. */
public interface Slot {
    /** A place that nobody else is waiting for. */
    Slot OWN = new Slot() {
        @Override
        public void leave() {}

        @Override
        public void takeBack() {}
    };

    /** Gives the place up for as long as the attempt waits for something else. */
    void leave();

    /** Waits for a place again. */
    void takeBack() throws InterruptedException;
}
