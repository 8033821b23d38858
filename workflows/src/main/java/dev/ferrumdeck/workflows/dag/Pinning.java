package dev.ferrumdeck.workflows.dag;

import dev.ferrumdeck.contracts.ErrorCode;
import dev.ferrumdeck.policy.spec.Fault;
import dev.ferrumdeck.policy.spec.Parsed;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Pins everything that a definition names. Not thread-safe: one instance per pinning. */
public final class Pinning {
    /** Where things are looked up: the registry of a tenant. */
    public interface Lookup {
        /** @param version null is the newest */
        Optional<PinnedAgent> agent(String name, @Nullable Integer version);

        Optional<PinnedTool> tool(String name);

        /** The price of a model in the price table. */
        Optional<PriceSpec> price(String provider, String model);
    }

    private final Lookup lookup;
    private final Map<String, PinnedAgent> agents = new LinkedHashMap<>();
    private final Map<String, PinnedTool> tools = new LinkedHashMap<>();
    private final Map<String, PriceSpec> prices = new LinkedHashMap<>();
    private final List<Fault> faults = new ArrayList<>();

    private Pinning(Lookup lookup) {
        this.lookup = lookup;
    }

    /**
     * Pins the definition. Faults have the codes {@code unknown-agent}, {@code unknown-tool},
     * {@code unknown-model-price} and point into the definition.
     *
     * @param version of the definition; null for an agent run
     */
    public static Parsed<PinnedDefinition> pin(Definition definition, @Nullable Integer version, Lookup lookup) {
        Pinning pinning = new Pinning(lookup);
        for (int i = 0; i < definition.steps().size(); i++) {
            StepSpec step = definition.steps().get(i);
            step.pin(pinning, "/steps/" + i);
        }
        if (!pinning.faults.isEmpty()) {
            return Parsed.invalid(pinning.faults);
        }
        PinnedDefinition pinned =
                new PinnedDefinition(definition, pinning.agents, pinning.tools, pinning.prices, version);
        return PlanSize.checkState(pinned)
                .map(fault -> Parsed.<PinnedDefinition>invalid(List.of(fault)))
                .orElseGet(() -> Parsed.of(pinned));
    }

    /** @param step id of the step that it is for */
    void agent(String step, String name, @Nullable Integer version, String pointer) {
        Optional<PinnedAgent> found = lookup.agent(name, version);
        if (found.isEmpty()) {
            String which = name + (version == null ? "" : " version " + version);
            fault(pointer, ErrorCode.UNKNOWN_AGENT, "there is no agent " + which + ": register it first");
            return;
        }
        agents.put(step, found.get());
        AgentSpec spec = found.get().spec();
        price(step, spec.model(), pointer);
        spec.tools().forEach(tool -> tool(tool, pointer));
    }

    void tool(String name, String pointer) {
        if (tools.containsKey(name)) {
            return;
        }
        Optional<PinnedTool> found = lookup.tool(name);
        if (found.isEmpty()) {
            fault(pointer, ErrorCode.UNKNOWN_TOOL, "there is no tool " + name + ": register it first");
        } else {
            tools.put(name, found.get());
        }
    }

    /** @param id of the step that it is for */
    void price(String id, ModelSpec model, String pointer) {
        price(id, model.fullName(), priceOf(model.provider(), model.name(), model.price()), pointer);
        for (ModelSpec.Fallback each : model.fallbacks()) {
            String key = PinnedDefinition.priceKey(id, each.fullName());
            price(key, each.fullName(), priceOf(each.provider(), each.name(), each.price()), pointer);
        }
    }

    private Optional<PriceSpec> priceOf(String provider, String name, @Nullable PriceSpec own) {
        return own != null ? Optional.of(own) : lookup.price(provider, name);
    }

    private void price(String key, String model, Optional<PriceSpec> price, String pointer) {
        if (price.isEmpty()) {
            fault(
                    pointer,
                    ErrorCode.UNKNOWN_MODEL_PRICE,
                    "no price is known for model " + model
                            + ": give the model a 'price' with input_micros_per_million and output_micros_per_million");
        } else {
            prices.put(key, price.get());
        }
    }

    private void fault(String pointer, ErrorCode code, String message) {
        faults.add(new Fault(pointer, code.wireName(), message));
    }
}
