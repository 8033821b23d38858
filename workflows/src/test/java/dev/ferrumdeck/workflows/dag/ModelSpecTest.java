package dev.ferrumdeck.workflows.dag;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelSpecTest {
    @ParameterizedTest
    @CsvSource({"litellm, litellm", "openai, llm", "anthropic, llm", "scripted, llm", "LiteLLM, llm"})
    void models_of_litellm_are_asked_on_a_queue_of_their_own(String provider, String queue) {
        assertThat(new ModelSpec(provider, "small", 100, null, null).queue()).isEqualTo(queue);
    }
}
