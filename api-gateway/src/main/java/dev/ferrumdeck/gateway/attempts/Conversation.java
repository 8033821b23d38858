package dev.ferrumdeck.gateway.attempts;

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
    private final JsonMapper json;

    Conversation(StepRows rows, Prompts prompts, JsonMapper json) {
        this.rows = rows;
        this.prompts = prompts;
        this.json = json;
    }

    /** A system prompt and what was said. */
    record Said(@Nullable String system, List<Message> messages) {}

    Said before(PinnedRun run, StepPath call) {
        StepPath owner = call.owner();
        StepRow first = rows.byPath(run.runId(), List.of(owner.toString())).get(owner.toString());
        Object input = first == null ? null : first.input();
        List<Message> messages = new ArrayList<>();
        messages.add(Message.user(prompts.message(run, owner, input)));
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
            messages.add(Message.assistant(said.text(), said.toolCalls(), said.opaque()));
            for (int k = 0; k < said.toolCalls().size(); k++) {
                ToolCall call = said.toolCalls().get(k);
                String told = told(loop.get(owner.toolCall(n, k).toString()));
                messages.add(Message.tool(call, told));
            }
        }
    }

    /** What the model is told of a call. */
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
