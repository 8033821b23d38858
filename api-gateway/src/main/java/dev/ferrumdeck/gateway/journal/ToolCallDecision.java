package dev.ferrumdeck.gateway.journal;

import dev.ferrumdeck.gateway.policies.Decider;
import dev.ferrumdeck.workflows.dag.PinnedTool;
import java.util.Map;

/** A tool call with its exact arguments and what the policy said of it. */
record ToolCallDecision(PinnedTool tool, Map<String, Object> arguments, String argsSha256, Decider.Decided decided) {}
