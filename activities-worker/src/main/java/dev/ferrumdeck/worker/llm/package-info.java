/** Model calls through LangChain4j: OpenAI, Anthropic and the scripted model that plays scenario files offline. */
@NullMarked
package dev.ferrumdeck.worker.llm;

import org.jspecify.annotations.NullMarked;
