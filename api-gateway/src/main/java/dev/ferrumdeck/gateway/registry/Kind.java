package dev.ferrumdeck.gateway.registry;

import org.jspecify.annotations.Nullable;

/** The kinds of things in the registry and where each is kept. The names go into SQL: constants, never input. */
enum Kind {
    AGENT("agent", "agents", "agt", "agents", "agent_versions", "agent_id"),
    TOOL("tool", "tools", "tol", "tools", "tool_versions", "tool_id"),
    WORKFLOW("workflow", "workflows", "wfl", "workflow_definitions", "workflow_definition_versions", "definition_id"),
    POLICY("policy", "policies", "pol", "policies", "policy_versions", "policy_id");

    final String word;
    final String route;
    final String prefix;
    final String table;
    final String versions;
    final String key;

    Kind(String word, String route, String prefix, String table, String versions, String key) {
        this.word = word;
        this.route = route;
        this.prefix = prefix;
        this.table = table;
        this.versions = versions;
        this.key = key;
    }

    /** The kind that shares its names: policies see the names of agents and of workflows as {@code agent}. */
    @Nullable
    Kind sibling() {
        return switch (this) {
            case AGENT -> WORKFLOW;
            case WORKFLOW -> AGENT;
            case TOOL, POLICY -> null;
        };
    }
}
