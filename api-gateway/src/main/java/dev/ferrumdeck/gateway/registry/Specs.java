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
import dev.ferrumdeck.workflows.dag.Pinning;
import dev.ferrumdeck.workflows.dag.ToolSpec;
import java.util.ArrayList;
import java.util.Collection;
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
     * @param missing what it names and the registry does not have: tools, agents, policies
     */
    record Spec(String name, String spec, @Nullable String hash, List<Fault> missing) {
        /** @throws ApiException when something is missing, with all that is */
        void requireComplete() {
            if (!missing.isEmpty()) {
                throw refused("'" + name + "' names what is not registered.", missing);
            }
        }
    }

    /** @throws ApiException with every fault */
    Spec read(Kind kind, String tenantId, String text) {
        return switch (kind) {
            case AGENT -> agent(tenantId, value(DefinitionParser.parseAgent(text), ErrorCode.DEFINITION_INVALID));
            case TOOL -> tool(value(DefinitionParser.parseTool(text), ErrorCode.DEFINITION_INVALID));
            case WORKFLOW -> workflow(tenantId, value(DefinitionParser.parse(text), ErrorCode.DEFINITION_INVALID));
            case POLICY -> {
                PolicySpec policy = value(PolicyParser.parse(text), ErrorCode.POLICY_INVALID);
                yield new Spec(policy.name(), Json.write(policy), null, List.of());
            }
        };
    }

    private Spec agent(String tenantId, AgentSpec agent) {
        List<Fault> missing = new ArrayList<>();
        for (int i = 0; i < agent.tools().size(); i++) {
            String tool = agent.tools().get(i);
            if (registry.tool(tenantId, tool).isEmpty()) {
                missing.add(fault("/tools/" + i, ErrorCode.UNKNOWN_TOOL, "there is no tool " + tool));
            }
        }
        String policy = agent.policy() == null ? Definition.DEFAULT_POLICY : agent.policy();
        missing.addAll(missingPolicies(tenantId, List.of(policy)));
        requirePrice(agent.model());
        return new Spec(agent.name(), Json.write(agent), null, missing);
    }

    private Spec workflow(String tenantId, Definition definition) {
        List<Fault> missing = missing(tenantId, definition);
        List<Fault> unpriced = missing.stream()
                .filter(it -> it.code().equals(ErrorCode.UNKNOWN_MODEL_PRICE.wireName()))
                .toList();
        if (!unpriced.isEmpty()) {
            throw refused("The price of a model is not known, so no budget could hold it.", unpriced);
        }
        return new Spec(definition.name(), Json.write(definition), null, missing);
    }

    /** What a definition names and the registry does not have: tools, agents, prices, policies. */
    List<Fault> missing(String tenantId, Definition definition) {
        var pinned = Pinning.pin(definition, null, registry.lookup(tenantId));
        List<Fault> missing = new ArrayList<>(pinned.faults());
        missing.addAll(
                missingPolicies(tenantId, pinned.isValid() ? pinned.value().policies() : List.of(definition.policy())));
        return missing;
    }

    private List<Fault> missingPolicies(String tenantId, Collection<String> policies) {
        return policies.stream()
                .filter(policy -> !registry.hasPolicy(tenantId, policy))
                .map(policy -> fault("/policy", ErrorCode.UNKNOWN_POLICY, "there is no policy " + policy))
                .toList();
    }

    private static Fault fault(String pointer, ErrorCode code, String what) {
        return new Fault(pointer, code.wireName(), what + ", or it is retired: publish it first");
    }

    /** With the code of the first fault. */
    private static ApiException refused(String detail, List<Fault> faults) {
        ErrorCode code = ErrorCode.of(faults.get(0).code()).orElse(ErrorCode.DEFINITION_INVALID);
        return ApiException.of(code, detail, of(faults));
    }

    private void requirePrice(ModelSpec model) {
        List<Violation> unknown = new ArrayList<>();
        if (model.price() == null
                && registry.price(model.provider(), model.name()).isEmpty()) {
            unknown.add(noPrice("/model/price", model.fullName()));
        }
        for (int i = 0; i < model.fallbacks().size(); i++) {
            ModelSpec.Fallback each = model.fallbacks().get(i);
            if (each.price() == null
                    && registry.price(each.provider(), each.name()).isEmpty()) {
                unknown.add(noPrice("/model/fallbacks/" + i + "/price", each.fullName()));
            }
        }
        if (!unknown.isEmpty()) {
            throw ApiException.of(
                    ErrorCode.UNKNOWN_MODEL_PRICE,
                    "The price of the model is not known, so no budget could hold it.",
                    unknown);
        }
    }

    private static Violation noPrice(String pointer, String model) {
        return new Violation(
                pointer,
                "no price is known for '" + model
                        + "': give the model a 'price' with input_micros_per_million and output_micros_per_million");
    }

    private static Spec tool(ToolSpec tool) {
        String hash = ToolHash.of(tool.serverTool(), tool.description(), Json.write(tool.inputSchema()));
        return new Spec(tool.name(), Json.write(tool), hash, List.of());
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
