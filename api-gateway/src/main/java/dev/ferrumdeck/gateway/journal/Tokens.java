package dev.ferrumdeck.gateway.journal;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingType;
import dev.ferrumdeck.contracts.wire.Message;
import dev.ferrumdeck.workflows.dag.ToolSpec;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Estimates sizes in tokens, on the high side; the truth is what the provider reports. Thread-safe. */
@Component
public class Tokens {
    private static final Encoding ENCODING = Encodings.newLazyEncodingRegistry().getEncoding(EncodingType.O200K_BASE);
    private static final int LONGEST_COUNTED = 200_000;
    private static final int PER_MESSAGE = 8;
    private static final int PER_TOOL = 12;

    private final JsonMapper json;

    Tokens(JsonMapper json) {
        this.json = json;
    }

    /** Tokens of a text: counted and multiplied by 1.2; a very long one is extrapolated from its beginning. */
    public long of(@Nullable String text) {
        if (text == null || text.isEmpty()) {
            return 0;
        }
        String counted = text.length() > LONGEST_COUNTED ? text.substring(0, LONGEST_COUNTED) : text;
        long tokens = ENCODING.countTokensOrdinary(counted);
        double whole = (double) tokens * text.length() / counted.length();
        return (long) Math.ceil(whole * 1.2);
    }

    /** Tokens of one message of a conversation. */
    public long ofMessage(@Nullable String text) {
        return of(text) + PER_MESSAGE;
    }

    /** Tokens of a first prompt: system prompt, tools and messages. */
    public long ofPrompt(@Nullable String system, List<ToolSpec> tools, List<Message> messages) {
        long tokens = ofMessage(system);
        for (Message message : messages) {
            tokens += ofMessage(message.content());
        }
        for (ToolSpec tool : tools) {
            tokens += PER_TOOL
                    + of(tool.modelName())
                    + of(tool.description())
                    + of(json.writeValueAsString(tool.inputSchema()));
        }
        return tokens;
    }
}
