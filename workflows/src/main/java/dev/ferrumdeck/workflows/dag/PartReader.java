package dev.ferrumdeck.workflows.dag;

import dev.ferrumdeck.policy.spec.Fault;
import dev.ferrumdeck.policy.spec.SpecObject;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the parts that definitions, agents and tools share. */
final class PartReader {
    private final List<Fault> faults;

    PartReader(List<Fault> faults) {
        this.faults = faults;
    }

    ModelSpec model(SpecObject owner) {
        SpecObject model = owner.object("model");
        if (model == null) {
            owner.fault("model", "missing", "'model' is missing: give it provider, name and max_tokens");
            return new ModelSpec("", "", 1, null, null);
        }
        Map<String, Object> outputSchema = schema(owner.has("output_schema") ? owner : model, "output_schema");
        Long patience = model.optionalWhole("rate_limit_seconds", 0, Forms.MAX_RATE_LIMIT_SECONDS);
        ModelSpec spec = new ModelSpec(
                model.string("provider", Forms.ID, Forms.ID_WORDS),
                model.string("name"),
                (int) model.whole("max_tokens", 1, Forms.MAX_TOKENS),
                model.optionalNumber("temperature", 0, 2),
                price(model.object("price")),
                model.objects("fallbacks").stream().map(PartReader::fallback).toList(),
                patience == null ? null : patience.intValue(),
                outputSchema);
        if (spec.fallbacks().size() > Forms.MAX_FALLBACKS) {
            model.fault("fallbacks", "too-large", "at most " + Forms.MAX_FALLBACKS + " models can stand in for one");
        }
        model.done();
        return spec;
    }

    private static ModelSpec.Fallback fallback(SpecObject fallback) {
        ModelSpec.Fallback spec = new ModelSpec.Fallback(
                fallback.string("provider", Forms.ID, Forms.ID_WORDS),
                fallback.string("name"),
                price(fallback.object("price")));
        fallback.done();
        return spec;
    }

    private static @Nullable PriceSpec price(@Nullable SpecObject price) {
        if (price == null) {
            return null;
        }
        long max = 1_000_000_000_000L; // a million dollars for a million tokens
        PriceSpec spec = new PriceSpec(
                price.whole("input_micros_per_million", 0, max),
                price.whole("output_micros_per_million", 0, max),
                price.optionalWhole("cached_input_micros_per_million", 0, max),
                price.optionalWhole("cache_write_micros_per_million", 0, max),
                price.optionalWhole("reasoning_micros_per_million", 0, max));
        price.done();
        return spec;
    }

    BudgetSpec budget(SpecObject owner) {
        SpecObject budget = owner.object("budget");
        if (budget == null) {
            return BudgetSpec.NONE;
        }
        BudgetSpec spec = new BudgetSpec(
                budget.optionalWhole("cost_micros", 0, Long.MAX_VALUE),
                budget.optionalWhole("tokens", 0, Long.MAX_VALUE),
                budget.optionalWhole("tool_calls", 0, Long.MAX_VALUE),
                budget.optionalWhole("seconds", 1, Forms.MAX_SECONDS));
        budget.done();
        return spec;
    }

    @Nullable
    RetrySpec retry(SpecObject owner) {
        SpecObject retry = owner.object("retry");
        if (retry == null) {
            return null;
        }
        long attempts = retry.whole("max_attempts", 1, 100, 3);
        Double backoff = retry.optionalNumber("backoff_seconds", 0, 86_400);
        Double max = retry.optionalNumber("max_backoff_seconds", 0, 86_400);
        retry.done();
        double wait = backoff == null ? 1 : backoff;
        return new RetrySpec((int) attempts, wait, max == null ? Math.max(60, wait) : max);
    }

    @Nullable
    Long timeoutSeconds(SpecObject owner) {
        return owner.optionalWhole("timeout_seconds", 1, Forms.MAX_SECONDS);
    }

    /** A name such as of a policy or a queue; null when it is absent. */
    @Nullable
    String optionalName(SpecObject owner, String key) {
        return owner.has(key) ? owner.string(key, Forms.ID, Forms.ID_WORDS) : null;
    }

    /** A JSON Schema that can be used; null when it is absent. */
    @Nullable
    Map<String, Object> schema(SpecObject owner, String key) {
        Map<String, Object> schema = owner.map(key);
        if (schema != null) {
            for (Fault fault : SchemaCheck.checkSchema(schema)) {
                faults.add(new Fault(owner.at(key) + fault.pointer(), "schema", fault.message()));
            }
        }
        return schema;
    }
}
