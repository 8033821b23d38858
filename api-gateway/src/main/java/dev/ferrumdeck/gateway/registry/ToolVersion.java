package dev.ferrumdeck.gateway.registry;

import dev.ferrumdeck.workflows.dag.ToolSpec;

/**
 * A published version of a tool.
 *
 * @param hash pinned hash of its name on the server, description and schema
 */
public record ToolVersion(String id, String name, int version, String hash, ToolSpec spec) {}
