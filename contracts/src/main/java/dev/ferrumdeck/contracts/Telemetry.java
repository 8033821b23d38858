package dev.ferrumdeck.contracts;

/**
 * Names of spans and attributes, for both planes. Those that start with {@code gen_ai} are the OpenTelemetry semantic
 * conventions for generative AI (status: development, so they may move: change them here only).
 */
public final class Telemetry {
    /** Span of one journal entry in a gateway; its parent is the request that created the run. */
    public static final String SPAN_ADVANCE = "run.advance";
    /** Span of one attempt in a worker; its parent is the entry that dispatched it. */
    public static final String SPAN_ATTEMPT = "attempt";
    /** First word of the span of a model call: {@code chat gpt-5}. */
    public static final String CHAT = "chat";
    /** First word of the span of a tool call: {@code execute_tool orders.lookup}. */
    public static final String EXECUTE_TOOL = "execute_tool";
    /** First word of the span of an agent's run: {@code invoke_agent support}. */
    public static final String INVOKE_AGENT = "invoke_agent";

    public static final String OPERATION = "gen_ai.operation.name";
    public static final String PROVIDER = "gen_ai.provider.name";
    public static final String AGENT_NAME = "gen_ai.agent.name";
    public static final String REQUEST_MODEL = "gen_ai.request.model";
    public static final String REQUEST_MAX_TOKENS = "gen_ai.request.max_tokens";
    public static final String REQUEST_TEMPERATURE = "gen_ai.request.temperature";
    public static final String RESPONSE_MODEL = "gen_ai.response.model";
    public static final String RESPONSE_ID = "gen_ai.response.id";
    public static final String FINISH_REASONS = "gen_ai.response.finish_reasons";
    public static final String INPUT_TOKENS = "gen_ai.usage.input_tokens";
    public static final String OUTPUT_TOKENS = "gen_ai.usage.output_tokens";
    public static final String TOOL_NAME = "gen_ai.tool.name";
    public static final String TOOL_TYPE = "gen_ai.tool.type";
    public static final String TOOL_CALL_ID = "gen_ai.tool.call.id";
    /** Wire name of an {@link ErrorCode}, on spans that failed. */
    public static final String ERROR_TYPE = "error.type";

    public static final String RUN_ID = "ferrumdeck.run.id";
    public static final String ENTRY = "ferrumdeck.entry";
    public static final String STEP_ID = "ferrumdeck.step.id";
    public static final String STEP = "ferrumdeck.step.path";
    public static final String ATTEMPT = "ferrumdeck.attempt";
    public static final String ATTEMPT_ID = "ferrumdeck.attempt.id";
    public static final String QUEUE = "ferrumdeck.queue";
    public static final String WORKER = "ferrumdeck.worker";
    public static final String ENDING = "ferrumdeck.ending";

    /** Key in the {@code _meta} of an MCP call: the same for all attempts of a step. */
    public static final String MCP_IDEMPOTENCY_KEY = "dev.ferrumdeck/idempotency-key";
    /** Key in the {@code _meta} of an MCP call, and header of a request: W3C trace context. */
    public static final String TRACEPARENT = "traceparent";

    private Telemetry() {}
}
