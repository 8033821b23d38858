package dev.ferrumdeck.gateway.registry;

import dev.ferrumdeck.workflows.dag.Definition;

/** A published version of a workflow definition. */
public record DefinitionVersion(String id, String name, int version, Definition spec) {}
