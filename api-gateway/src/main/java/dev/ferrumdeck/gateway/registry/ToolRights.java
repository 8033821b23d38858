package dev.ferrumdeck.gateway.registry;

import dev.ferrumdeck.contracts.ErrorCode;
import dev.ferrumdeck.gateway.platform.web.ApiException;
import dev.ferrumdeck.gateway.platform.web.Caller;
import dev.ferrumdeck.gateway.platform.web.Violation;
import dev.ferrumdeck.workflows.dag.ToolSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Who says what a tool is. Policies trust its name, binding, risk, effect, labels and the schema of its arguments, so
 * only {@code policy_admin} sets them; others may make a tool more cautious (a higher risk, more labels) and change what
 * no policy reads. Source: ADR 10.
 */
final class ToolRights {
    private ToolRights() {}

    /**
     * @param newest the newest version, retired or not; null when the tool is new
     * @throws ApiException {@code forbidden}, with every field that the caller may not set
     */
    static void check(Caller caller, @Nullable ToolSpec newest, boolean retired, ToolSpec next) {
        if (caller.has("policy_admin")) {
            return;
        }
        List<Violation> refused = new ArrayList<>();
        if (newest == null) {
            refused.add(new Violation("/name", "a new tool is registered by policy_admin: policies trust what it is"));
        } else if (retired) {
            refused.add(new Violation("/name", "the tool is retired; policy_admin can publish it again"));
        } else {
            changed(newest, next, refused);
        }
        if (!refused.isEmpty()) {
            throw ApiException.of(
                    ErrorCode.FORBIDDEN,
                    "Publishing this version of tool '" + next.name() + "' needs the role policy_admin.",
                    refused);
        }
    }

    private static void changed(ToolSpec now, ToolSpec next, List<Violation> refused) {
        same("/server", now.server(), next.server(), refused);
        same("/server_tool", now.serverTool(), next.serverTool(), refused);
        same("/queue", now.queue(), next.queue(), refused);
        same("/effect", now.effect().wireName(), next.effect().wireName(), refused);
        same("/input_schema", now.inputSchema(), next.inputSchema(), refused);
        if (next.risk().compareTo(now.risk()) < 0) {
            String message = "can be raised from " + now.risk().wireName() + ", not lowered, without policy_admin";
            refused.add(new Violation("/risk", message));
        }
        if (!next.labels().containsAll(now.labels())) {
            refused.add(new Violation("/labels", "can be added to " + now.labels() + ", not removed"));
        }
    }

    private static void same(String pointer, Object now, Object next, List<Violation> refused) {
        if (!Objects.equals(now, next)) {
            refused.add(new Violation(pointer, "is set by policy_admin only, because policies rely on it"));
        }
    }
}
