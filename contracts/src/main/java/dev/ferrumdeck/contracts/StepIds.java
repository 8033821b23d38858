package dev.ferrumdeck.contracts;

import java.util.regex.Pattern;

/**
 * Ids of the platform: a prefix, an underscore and 26 base32 characters. Those made outside of workflows are ULIDs;
 * step ids are derived from the run and the step's path, because workflow code has neither clock nor random and its ids
 * must survive a reset. Source: the worker protocol, "Ids".
 */
public final class StepIds {
    private static final String CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private static final Pattern ID = Pattern.compile("[a-z]{2,5}_[0-9A-HJKMNP-TV-Z]{26}");

    private StepIds() {}

    /** The id of the step at {@code path} of {@code runId}: {@code stp_} + the first 130 bits of a SHA-256, in base32. */
    public static String derive(String runId, String path) {
        byte[] hash = Digests.sha256(runId + "\n" + path);
        StringBuilder id = new StringBuilder(30).append("stp_");
        int buffer = 0;
        int bits = 0;
        for (int i = 0; id.length() < 30; i++) {
            buffer = ((buffer & 0xff) << 8) | (hash[i] & 0xff);
            bits += 8;
            while (bits >= 5 && id.length() < 30) {
                bits -= 5;
                id.append(CROCKFORD.charAt((buffer >> bits) & 31));
            }
        }
        return id.toString();
    }

    /** Whether {@code id} has the form of an id with this prefix, such as {@code run}. */
    public static boolean isId(String prefix, String id) {
        return id.startsWith(prefix + "_") && ID.matcher(id).matches();
    }
}
