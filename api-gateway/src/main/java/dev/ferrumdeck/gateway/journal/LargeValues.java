package dev.ferrumdeck.gateway.journal;

/** Keeps what is too large for a row. Thread-safe. */
public interface LargeValues {
    /** Keeps the bytes of a run's value; answers their SHA-256. */
    String put(String tenantId, String runId, byte[] bytes);

    /** Reads what was kept under that digest. */
    byte[] get(String tenantId, String sha256);
}
