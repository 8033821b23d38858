package dev.ferrumdeck.gateway.journal;

/** What an entry is about could not be read in time. Another try may find the database less busy. */
final class TookTooLong extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TookTooLong() {
        super("the values of the entry's steps could not be read in time", null, false, false);
    }
}
