package dev.ferrumdeck.gateway.registry;

import dev.ferrumdeck.contracts.ErrorCode;
import dev.ferrumdeck.contracts.ToolHash;
import dev.ferrumdeck.gateway.platform.web.ApiException;
import dev.ferrumdeck.gateway.platform.web.Json;
import dev.ferrumdeck.gateway.platform.web.Violation;
import dev.ferrumdeck.policy.PolicyParser;
import dev.ferrumdeck.policy.PolicySpec;
import dev.ferrumdeck.policy.spec.Fault;
import dev.ferrumdeck.policy.spec.Parsed;
import dev.ferrumdeck.workflows.dag.AgentSpec;
import dev.ferrumdeck.workflows.dag.Definition;
import dev.ferrumdeck.workflows.dag.DefinitionParser;
import dev.ferrumdeck.workflows.dag.ModelSpec;
import dev.ferrumdeck.workflows.dag.ToolSpec;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Reads what people write, as YAML or JSON, into what is stored; every fault with its place. Thread-safe. */
@Component
class Specs {
    private final Registry registry;

    Specs(Registry registry) {
        this.registry = registry;
    }

    /**
     * What is published.
     *
     * @param spec in full, with its defaults, as JSON
     * @param hash of a tool only
     */
    record Spec(String name, String spec, @Nullable String hash) {}

    /** @throws ApiException with every fault */
    Spec read(Kind kind, String tenantId, String text) {
        return switch (kind) {
            case AGENT -> agent(tenantId, value(DefinitionParser.parseAgent(text), ErrorCode.DEFINITION_INVALID));
            case TOOL -> tool(value(DefinitionParser.parseTool(text), ErrorCode.DEFINITION_INVALID));
            case WORKFLOW -> {
                Definition definition = value(DefinitionParser.parse(text), ErrorCode.DEFINITION_INVALID);
                yield new Spec(definition.name(), Json.write(definition), null);
            }
            case POLICY -> {
                PolicySpec policy = value(PolicyParser.parse(text), ErrorCode.POLICY_INVALID);
                yield new Spec(policy.name(), Json.write(policy), null);
            }
        };
    }

    private Spec agent(String tenantId, AgentSpec agent) {
        List<Violation> unknown = new ArrayList<>();
        for (int i = 0; i < agent.tools().size(); i++) {
            String tool = agent.tools().get(i);
            if (registry.tool(tenantId, tool).isEmpty()) {
                unknown.add(new Violation("/tools/" + i, "there is no tool '" + tool + "': register it first"));
            }
        }
        if (!unknown.isEmpty()) {
            throw ApiException.of(
                    ErrorCode.UNKNOWN_TOOL,
                    "Agent '" + agent.name() + "' names tools that are not registered.",
                    unknown);
        }
        requirePrice(agent.model());
        return new Spec(agent.name(), Json.write(agent), null);
    }

    private void requirePrice(ModelSpec model) {
        if (model.price() == null
                && registry.price(model.provider(), model.name()).isEmpty()) {
            String remedy = "no price is known for '" + model.provider() + "/" + model.name()
                    + "': give the model a 'price' with input_micros_per_million and output_micros_per_million";
            throw ApiException.of(
                    ErrorCode.UNKNOWN_MODEL_PRICE,
                    "The price of the model is not known, so no budget could hold it.",
                    List.of(new Violation("/model/price", remedy)));
        }
    }

    private static Spec tool(ToolSpec tool) {
        String hash = ToolHash.of(tool.serverTool(), tool.description(), Json.write(tool.inputSchema()));
        return new Spec(tool.name(), Json.write(tool), hash);
    }

    private static <T> T value(Parsed<T> parsed, ErrorCode code) {
        return parsed.orElseThrow(
                faults -> ApiException.of(code, "The specification has " + faults.size() + " fault(s).", of(faults)));
    }

    static List<Violation> of(List<Fault> faults) {
        return faults.stream()
                .map(fault -> new Violation(fault.pointer(), fault.message()))
                .toList();
    }
}
