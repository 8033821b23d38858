package dev.ferrumdeck.gateway.platform.web;

import dev.ferrumdeck.contracts.values.SafeText;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.util.JsonGeneratorDelegate;

/**
 * Writes texts that can be kept: whatever becomes a {@code jsonb} column is written through here. The doors before it
 * refuse or note what is unsafe; this one holds what they do not see.
 */
final class SafeGenerator extends JsonGeneratorDelegate {
    SafeGenerator(JsonGenerator generator) {
        super(generator, false);
    }

    @Override
    public JsonGenerator writeName(String name) {
        delegate.writeName(SafeText.of(name));
        return this;
    }

    @Override
    public JsonGenerator writeString(String text) {
        if (text == null) {
            delegate.writeNull();
        } else {
            delegate.writeString(SafeText.of(text));
        }
        return this;
    }
}
