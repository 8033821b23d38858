package dev.ferrumdeck.gateway.registry;

import dev.ferrumdeck.workflows.dag.AgentSpec;

/** A published version of an agent. */
public record AgentVersion(String id, String name, int version, AgentSpec spec) {}
