package dev.ferrumdeck.worker.mcp;

import dev.ferrumdeck.contracts.ErrorCode;
import dev.ferrumdeck.worker.work.WorkFailed;

/** The words for what goes wrong with a server. */
record Breakage(String server, ServerConfig config) {
    WorkFailed cannotStart(Throwable cause) {
        return WorkFailed.transientError(
                ErrorCode.TOOL_UNAVAILABLE,
                "cannot reach tool server " + server + " (" + config.describe() + "): " + rootMessage(cause)
                        + "; check its entry in FERRUMDECK_MCP_CONFIG");
    }

    WorkFailed noIntroduction(long millis) {
        return WorkFailed.transientError(
                ErrorCode.TOOL_UNAVAILABLE,
                "tool server " + server + " (" + config.describe() + ") did not introduce itself within " + millis
                        + " ms; start it by hand to see why");
    }

    WorkFailed ended() {
        return WorkFailed.midway(
                ErrorCode.TOOL_UNAVAILABLE,
                "tool server " + server + " (" + config.describe()
                        + ") ended; it is started again for the next call. The worker's log has its last words");
    }

    WorkFailed lost(Throwable cause) {
        return WorkFailed.midway(
                ErrorCode.TOOL_UNAVAILABLE, "tool server " + server + " broke off: " + rootMessage(cause));
    }

    WorkFailed rubbish() {
        return WorkFailed.midway(
                ErrorCode.TOOL_PROTOCOL,
                "tool server " + server + " (" + config.describe()
                        + ") wrote something to its standard output that is no MCP message; it must log to standard"
                        + " error");
    }

    WorkFailed late(String tool, long millis) {
        return WorkFailed.midway(
                ErrorCode.TIMEOUT,
                "tool " + tool + " of server " + server + " did not answer within " + millis
                        + " ms; raise the tool's timeout_seconds if it needs longer");
    }

    WorkFailed protocol(int code, String message) {
        return WorkFailed.terminal(
                ErrorCode.TOOL_PROTOCOL, "tool server " + server + " answered with error " + code + ": " + message);
    }

    static String rootMessage(Throwable cause) {
        Throwable root = cause;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        return root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
    }
}
