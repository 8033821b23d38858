package dev.ferrumdeck.worker;

import dev.ferrumdeck.worker.settings.Misconfigured;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says what is wrong with the configuration in one line instead of a stack trace. */
class MisconfiguredAnalyzer extends AbstractFailureAnalyzer<Misconfigured> {
    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, Misconfigured cause) {
        String message = String.valueOf(cause.getMessage());
        return new FailureAnalysis(message, "Correct that setting and start the worker again.", cause);
    }
}
