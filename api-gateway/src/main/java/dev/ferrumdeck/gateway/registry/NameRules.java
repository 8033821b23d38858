package dev.ferrumdeck.gateway.registry;

import dev.ferrumdeck.contracts.ErrorCode;
import dev.ferrumdeck.gateway.platform.web.ApiException;
import dev.ferrumdeck.gateway.platform.web.Violation;
import dev.ferrumdeck.workflows.dag.ToolSpec;
import java.util.List;
import org.springframework.stereotype.Component;

/** What belongs to one thing only: a name that nobody mistakes, and the tool of a server. Thread-safe. */
@Component
class NameRules {
    private final VersionStore store;

    NameRules(VersionStore store) {
        this.store = store;
    }

    /** @throws ApiException {@code conflict} when something else has the name, or one that looks like it */
    void requireOwnName(Kind kind, String tenantId, String name) {
        LookAlikes.of(name, store.names(kind, tenantId)).ifPresent(other -> {
            throw conflict("/name", "looks like the " + kind.word + " '" + other + "': choose a name that differs");
        });
        Kind sibling = kind.sibling();
        if (sibling != null && store.names(sibling, tenantId).contains(name)) {
            throw conflict(
                    "/name", "is the name of a " + sibling.word + "; policies call both 'agent': choose another");
        }
    }

    /** @throws ApiException {@code conflict} when another tool in use is bound to the same tool of the server */
    void requireOwnBinding(String tenantId, ToolSpec tool) {
        store.boundTo(tenantId, tool.server(), tool.serverTool(), tool.name()).ifPresent(other -> {
            throw conflict(
                    "/server_tool",
                    "'" + tool.serverTool() + "' of server '" + tool.server() + "' is the tool '" + other
                            + "' already: publish versions of that one, or retire it first");
        });
    }

    private static ApiException conflict(String pointer, String message) {
        return ApiException.of(
                ErrorCode.CONFLICT, "It cannot be published: " + message, List.of(new Violation(pointer, message)));
    }
}
