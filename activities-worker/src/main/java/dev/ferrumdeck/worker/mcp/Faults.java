package dev.ferrumdeck.worker.mcp;

import dev.ferrumdeck.contracts.ErrorCode;
import dev.ferrumdeck.worker.work.WorkFailed;
import io.modelcontextprotocol.spec.McpError;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCResponse.JSONRPCError;
import java.time.Duration;
import java.util.Set;

/**
 * The one place that says what a failed call means for its effect: it was not done, it failed for sure, or nobody knows.
 * Thread-safe.
 */
record Faults(String server, ServerConfig config) {
    private static final int INVALID_PARAMS = -32602;
    private static final int INTERNAL_ERROR = -32603;
    /** Codes that a server gives before it does anything: parse error, invalid request, no such method. */
    private static final Set<Integer> BEFOREHAND = Set.of(-32700, -32600, -32601);

    /** A call came back without a result. */
    WorkFailed of(Throwable failure) {
        Throwable cause = failure.getCause() == null ? failure : failure.getCause();
        if (cause instanceof WorkFailed known) {
            return known;
        }
        if (cause instanceof McpError error && error.getJsonRpcError() != null) {
            JSONRPCError said = error.getJsonRpcError();
            return said.data() instanceof Fault fault ? of(fault) : said(said);
        }
        return WorkFailed.midway(
                ErrorCode.TOOL_PROTOCOL, name() + " answered with something unreadable: " + words(cause));
    }

    WorkFailed of(Fault fault) {
        String message = name() + ": " + fault.message();
        return switch (fault.kind()) {
            case NOT_SENT, NO_SESSION -> WorkFailed.transientError(ErrorCode.TOOL_UNAVAILABLE, message);
            case TURNED_AWAY -> WorkFailed.terminal(ErrorCode.TOOL_UNAVAILABLE, message);
            case BROKEN -> WorkFailed.midway(ErrorCode.TOOL_UNAVAILABLE, message);
            case UNREADABLE -> WorkFailed.midway(ErrorCode.TOOL_PROTOCOL, message);
        };
    }

    private WorkFailed said(JSONRPCError said) {
        String words = LastWords.oneLine(String.valueOf(said.message()));
        if (said.code() == INVALID_PARAMS) {
            return WorkFailed.terminal(ErrorCode.TOOL_FAILED, words);
        }
        if (BEFOREHAND.contains(said.code())) {
            return WorkFailed.terminal(
                    ErrorCode.TOOL_PROTOCOL, name() + " answered with error " + said.code() + ": " + words);
        }
        return said.code() == INTERNAL_ERROR
                ? WorkFailed.midway(ErrorCode.TOOL_FAILED, words)
                : WorkFailed.midway(
                        ErrorCode.TOOL_PROTOCOL, name() + " answered with error " + said.code() + ": " + words);
    }

    /** Whether nothing was done, so that the very same call may be sent once more over a new connection. */
    static boolean nothingWasDone(Throwable failure) {
        return failure.getCause() instanceof McpError error
                && error.getJsonRpcError() != null
                && error.getJsonRpcError().data() instanceof Fault fault
                && (fault.kind() == Fault.Kind.NOT_SENT || fault.kind() == Fault.Kind.NO_SESSION);
    }

    WorkFailed cannotStart(Throwable cause, String lastWords) {
        return WorkFailed.transientError(
                ErrorCode.TOOL_UNAVAILABLE,
                "cannot reach " + name() + ": " + words(cause) + lastWords
                        + "; check its entry in FERRUMDECK_MCP_CONFIG");
    }

    WorkFailed noIntroduction(Duration limit, String lastWords) {
        return WorkFailed.transientError(
                ErrorCode.TOOL_UNAVAILABLE,
                name() + " did not introduce itself within " + limit.toSeconds() + " s, its startup_timeout_seconds"
                        + lastWords + "; start it by hand to see why");
    }

    WorkFailed starting(Duration since) {
        return WorkFailed.transientError(
                ErrorCode.TOOL_UNAVAILABLE,
                name() + " is still starting, for " + since.toSeconds() + " s now, and the step's time is over; it goes"
                        + " on starting for the next attempt");
    }

    WorkFailed resting(String before) {
        return WorkFailed.transientError(
                ErrorCode.TOOL_UNAVAILABLE, before + " (it failed several times and is tried again in a moment)");
    }

    WorkFailed busy(Duration limit) {
        return WorkFailed.transientError(
                ErrorCode.TOOL_UNAVAILABLE,
                name() + " was busy with other calls for " + limit.toSeconds()
                        + " s; raise max_concurrent of its entry if it can do more at a time");
    }

    WorkFailed late(String tool, Duration limit) {
        return WorkFailed.midway(
                ErrorCode.TIMEOUT,
                "tool " + tool + " of server " + server + " did not answer within " + limit.toMillis()
                        + " ms; raise the tool's timeout_seconds if it needs longer");
    }

    private String name() {
        return "tool server " + server + " (" + config.describe() + ")";
    }

    /** The innermost reason; no address, which may hold a secret. */
    static String words(Throwable cause) {
        Throwable root = cause;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        return root.getMessage() == null ? root.getClass().getSimpleName() : LastWords.oneLine(root.getMessage());
    }
}
