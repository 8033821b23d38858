package dev.ferrumdeck.worker.llm;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import java.util.List;

/**
 * What a scenario may look at.
 *
 * @param answers how often the assistant has spoken
 * @param lastToolResults all tool results since it last did, joined by line ends
 * @param lastUserText the last thing the user said
 */
record Conversation(int answers, String lastToolResults, String lastUserText) {
    static Conversation of(List<ChatMessage> messages) {
        int answers = 0;
        StringBuilder results = new StringBuilder();
        String user = "";
        for (ChatMessage message : messages) {
            if (message instanceof AiMessage) {
                answers++;
                results.setLength(0);
            } else if (message instanceof ToolExecutionResultMessage result) {
                results.append(results.isEmpty() ? "" : "\n").append(result.text());
            } else if (message instanceof UserMessage said && said.hasSingleText()) {
                user = said.singleText();
            }
        }
        return new Conversation(answers, results.toString(), user);
    }
}
