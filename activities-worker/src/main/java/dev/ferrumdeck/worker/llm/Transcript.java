package dev.ferrumdeck.worker.llm;

import dev.ferrumdeck.contracts.ErrorCode;
import dev.ferrumdeck.contracts.wire.Message;
import dev.ferrumdeck.contracts.wire.ToolCall;
import dev.ferrumdeck.contracts.wire.Usage;
import dev.ferrumdeck.worker.work.WorkFailed;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A conversation as every provider takes it, whatever models have said in it: ids that are unique, names that are legal,
 * one answer to each call right behind it, and no message that is empty.
 */
final class Transcript {
    private static final int LONGEST_NAME = 64;
    private static final String NOT_MADE = "this call was not made";

    private final List<Message> given;
    private final List<Message> written = new ArrayList<>();
    private int turns;

    private Transcript(List<Message> given) {
        this.given = given;
    }

    /** @throws WorkFailed when it is no conversation */
    static List<Message> of(List<Message> given) {
        return new Transcript(given).write();
    }

    /** How many answers it has. */
    static int answers(List<Message> messages) {
        return (int) messages.stream()
                .filter(message -> message.role().equals("assistant"))
                .count();
    }

    /** A name that every provider takes; of a name that is legal already, the name itself. */
    static String legalName(String name) {
        String legal = name.replaceAll("[^A-Za-z0-9_-]", "_");
        return legal.isEmpty() ? "_" : legal.substring(0, Math.min(LONGEST_NAME, legal.length()));
    }

    private List<Message> write() {
        int at = 0;
        while (at < given.size()) {
            Message message = given.get(at++);
            switch (message.role()) {
                case "user" -> written.add(Message.user(text(message.content(), "(nothing)")));
                case "assistant" -> {
                    int from = at;
                    while (at < given.size() && given.get(at).role().equals("tool")) {
                        at++;
                    }
                    assistant(message, new ArrayList<>(given.subList(from, at)));
                }
                default ->
                    throw WorkFailed.terminal(
                                    ErrorCode.VALIDATION_FAILED,
                                    "message " + at + " has the role '" + message.role()
                                            + "', which has no place there")
                            .having(Usage.of(0, 0));
            }
        }
        return written;
    }

    private void assistant(Message message, List<Message> results) {
        if (written.isEmpty()) {
            written.add(Message.user("(the conversation so far)"));
        }
        turns++;
        List<ToolCall> calls = new ArrayList<>();
        for (ToolCall call : message.toolCalls()) {
            String id = CallReader.id(turns, calls.size() + 1);
            calls.add(ToolCall.of(id, legalName(call.name()), call.arguments()));
        }
        String text = calls.isEmpty() ? text(message.content(), "(no answer)") : text(message.content(), "");
        written.add(Message.assistant(text.isEmpty() ? null : text, calls, message.opaque()));
        for (int k = 0; k < calls.size(); k++) {
            Message result = take(results, message.toolCalls().get(k).id(), calls.size() - k);
            String told = result == null ? NOT_MADE : text(result.content(), "(no output)");
            written.add(Message.tool(calls.get(k), told));
        }
    }

    /** The first result for that id; where ids tell nothing and each call has a result, the next one. */
    private static @Nullable Message take(List<Message> results, @Nullable String id, int callsLeft) {
        for (Message result : results) {
            if (id != null && id.equals(result.toolCallId())) {
                results.remove(result);
                return result;
            }
        }
        return results.size() >= callsLeft ? results.remove(0) : null;
    }

    private static String text(@Nullable String content, String empty) {
        return content == null || content.isBlank() ? empty : Texts.whole(content);
    }
}
