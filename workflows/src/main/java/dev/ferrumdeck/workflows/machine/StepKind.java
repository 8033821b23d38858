package dev.ferrumdeck.workflows.machine;

/** What a step is: static kinds come from the definition; an agent makes {@code LLM} and {@code TOOL} steps as it goes. */
public enum StepKind {
    LLM,
    TOOL,
    AGENT,
    APPROVAL,
    WAIT,
    MAP
}
