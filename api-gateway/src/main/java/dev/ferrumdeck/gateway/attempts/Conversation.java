package dev.ferrumdeck.gateway.attempts;

import dev.ferrumdeck.contracts.Digests;
import dev.ferrumdeck.contracts.wire.LlmOutput;
import dev.ferrumdeck.contracts.wire.Message;
import dev.ferrumdeck.contracts.wire.ToolCall;
import dev.ferrumdeck.gateway.journal.Prompts;
import dev.ferrumdeck.gateway.journal.StepRow;
import dev.ferrumdeck.gateway.journal.StepRows;
import dev.ferrumdeck.gateway.runs.PinnedRun;
import dev.ferrumdeck.workflows.machine.StepPath;
import dev.ferrumdeck.workflows.machine.StepState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * The messages of a model call: of an agent the first message, then for each earlier call what the model said and what
 * came of the calls it proposed, in their order, refusals included.
 */
@Component
class Conversation {
    private final StepRows rows;
    private final Prompts prompts;
    private final StepOutputs outputs;
    private final JsonMapper json;

    Conversation(StepRows rows, Prompts prompts, StepOutputs outputs, JsonMapper json) {
        this.rows = rows;
        this.prompts = prompts;
        this.outputs = outputs;
        this.json = json;
    }

    /** A system prompt and what was said. */
    record Said(@Nullable String system, List<Message> messages) {}

    Said before(PinnedRun run, StepPath call) {
        StepPath owner = call.owner();
        StepRow first = rows.byPath(run.runId(), List.of(owner.toString())).get(owner.toString());
        Object input = first == null ? null : first.input();
        List<Message> messages = new ArrayList<>(prompts.first(run, owner, input));
        if (call.isOfLoop() && call.modelCall() > 1) {
            addRounds(run, owner, call.modelCall(), messages);
        }
        return new Said(prompts.system(run, owner, input), messages);
    }

    private void addRounds(PinnedRun run, StepPath owner, int until, List<Message> messages) {
        Map<String, StepRow> loop = new HashMap<>();
        rows.loop(run.runId(), owner.toString()).forEach(row -> loop.put(row.path(), row));
        for (int n = 1; n < until; n++) {
            StepRow model = loop.get(owner.modelCall(n).toString());
            if (model == null || model.output() == null) {
                throw new IllegalStateException(
                        "model call " + owner.modelCall(n) + " of run " + run.runId() + " has no output to go on from");
            }
            LlmOutput said = json.convertValue(model.output(), LlmOutput.class);
            String opaque = outputs.opaque(run.tenantId(), model.output());
            messages.add(Message.assistant(said.text(), said.toolCalls(), opaque));
            for (int k = 0; k < said.toolCalls().size(); k++) {
                ToolCall call = said.toolCalls().get(k);
                messages.add(Message.tool(
                        call, told(call, loop.get(owner.toolCall(n, k).toString()))));
            }
        }
    }

    /** What the model is told of a call, and that people changed it, when they did: its own words stay as they were. */
    private String told(ToolCall proposed, @Nullable StepRow call) {
        if (call == null || call.state() != StepState.COMPLETED || proposed.notAnObject() != null) {
            return told(call);
        }
        return sha256(proposed.arguments()).equals(sha256(call.input()))
                ? told(call)
                : "a person changed the arguments of this call to " + json.writeValueAsString(call.input())
                        + " before it was made; its result: " + told(call);
    }

    private String sha256(@Nullable Object arguments) {
        return Digests.canonicalSha256(json.writeValueAsString(arguments == null ? Map.of() : arguments));
    }

    /** What came of a call. */
    private String told(@Nullable StepRow call) {
        if (call == null) {
            return "this call was not made";
        }
        String text = call.outputText();
        if (text != null && (!text.isEmpty() || call.state() != StepState.COMPLETED)) {
            return text;
        }
        if (call.state() == StepState.COMPLETED) {
            return call.output() instanceof Map<?, ?> output ? prompts.text(output.get("structured")) : "";
        }
        return "this call did not succeed" + (call.code() == null ? "" : ": " + call.code());
    }
}
