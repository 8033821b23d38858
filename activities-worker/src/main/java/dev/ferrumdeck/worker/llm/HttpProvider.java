package dev.ferrumdeck.worker.llm;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ferrumdeck.contracts.wire.LlmInput;
import dev.ferrumdeck.contracts.wire.LlmOutput;
import dev.ferrumdeck.contracts.wire.Message;
import dev.ferrumdeck.contracts.wire.ModelRef;
import dev.ferrumdeck.contracts.wire.Usage;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A provider over HTTP: writes the request, sends it, reads the answer, and goes on with an answer that pauses. */
final class HttpProvider implements Provider {
    private static final int MOST_PAUSES = 5;
    private static final List<String> OURS = List.of("accept", "accept-encoding", "content-length", "host");

    private final Dialect dialect;
    private final RequestWriter writer;
    private final Transport transport;
    private final ProviderErrors errors;
    private final boolean stream;

    HttpProvider(Dialect dialect, Transport transport, ProviderErrors errors, boolean stream) {
        this.dialect = dialect;
        this.writer = new RequestWriter(dialect);
        this.transport = transport;
        this.errors = errors;
        this.stream = stream;
    }

    @Override
    public Answer ask(LlmInput input, Duration limit, Consumer<String> heard) throws InterruptedException {
        List<Message> messages = Transcript.of(input.messages());
        LlmInput fitting = input.after(messages);
        dev.langchain4j.http.client.HttpRequest written = writer.write(fitting);
        ObjectNode request = Trees.object(written.body())
                .orElseThrow(() -> new IllegalStateException("LangChain4j wrote a request that is no JSON object"));
        dialect.complete(request, fitting, stream);
        ModelRef who = new ModelRef(input.provider(), input.model());
        long until = System.nanoTime() + limit.toNanos();
        ArrayNode said = JsonNodeFactory.instance.arrayNode();
        Usage usage = null;
        for (int pauses = 0; ; pauses++) {
            Duration left = Duration.ofNanos(Math.max(1_000_000, until - System.nanoTime()));
            ObjectNode whole = exchange(who, written, request, left, heard);
            Answer answer = read(who, whole, messages);
            usage = pauses == 0 ? answer.usage() : sum(usage, answer.usage());
            if (!dialect.isPaused(whole) || pauses == MOST_PAUSES) {
                return said.isEmpty()
                        ? answer
                        : read(who, joined(said, whole), messages).withUsage(usage);
            }
            whole.path("content").forEach(said::add);
            goOn(request, whole, pauses);
        }
    }

    private ObjectNode exchange(
            ModelRef who,
            dev.langchain4j.http.client.HttpRequest written,
            ObjectNode request,
            Duration limit,
            Consumer<String> heard)
            throws InterruptedException {
        Dialect.Assembly assembly = dialect.assembly(heard);
        try {
            Consumer<String> events = data -> Trees.object(data).ifPresent(assembly::take);
            Transport.Reply reply = transport.send(http(written, request), limit, events);
            return whole(who, reply, assembly);
        } catch (IOException e) {
            throw errors.broken(who, e);
        }
    }

    private static HttpRequest http(dev.langchain4j.http.client.HttpRequest written, ObjectNode request) {
        HttpRequest.Builder builder = HttpRequest.newBuilder(URI.create(written.url()))
                .header("Accept", "application/json, text/event-stream")
                .header("Accept-Encoding", "identity")
                .POST(HttpRequest.BodyPublishers.ofString(Trees.ascii(request)));
        written.headers().forEach((name, values) -> {
            if (!OURS.contains(name.toLowerCase(Locale.ROOT))) {
                values.forEach(value -> builder.header(name, value));
            }
        });
        return builder.build();
    }

    /** The answer as one JSON object, however it came; an error is thrown, whatever the status. */
    private ObjectNode whole(ModelRef who, Transport.Reply reply, Dialect.Assembly assembly) {
        String body = reply.body();
        boolean events = reply.isEventStream() || body.startsWith("data:") || body.startsWith("event:");
        if (events
                && (!reply.isEventStream()
                        || reply.headers().firstValue("content-encoding").isPresent())) {
            ServerSentEvents parser =
                    new ServerSentEvents(data -> Trees.object(data).ifPresent(assembly::take));
            parser.take(body.getBytes(UTF_8));
            parser.end();
        }
        Optional<ObjectNode> whole = events ? Optional.of(assembly.whole()) : Trees.object(body);
        Optional<ProviderFailed> error = errors.of(who, reply, whole.orElse(null));
        if (error.isPresent()) {
            throw error.get();
        }
        if (events && !assembly.isWhole()) {
            throw errors.unreadable(who, "a stream that ends in the middle", body, null);
        }
        return whole.orElseThrow(() -> errors.unreadable(who, "with no JSON object", body, null));
    }

    private Answer read(ModelRef who, ObjectNode whole, List<Message> messages) {
        try {
            LlmOutput output = dialect.read(whole, Transcript.answers(messages) + 1);
            return new Answer(output, believable(whole, !output.saysNothing()));
        } catch (Dialect.Unreadable e) {
            throw errors.unreadable(who, String.valueOf(e.getMessage()), whole.toString(), believable(whole, true));
        }
    }

    private @Nullable Usage believable(ObjectNode whole, boolean answered) {
        Usage usage = dialect.usage(whole);
        return usage != null && usage.isBelievable(answered) ? usage : null;
    }

    /** Adds what was said so far to the request, so that the provider goes on from there. */
    private static void goOn(ObjectNode request, ObjectNode whole, int pauses) {
        ArrayNode messages = request.withArray("messages");
        ArrayNode content = JsonNodeFactory.instance.arrayNode();
        if (pauses > 0) {
            messages.get(messages.size() - 1).path("content").forEach(content::add);
            messages.remove(messages.size() - 1);
        }
        whole.path("content").forEach(content::add);
        messages.addObject().put("role", "assistant").set("content", content);
    }

    private static ObjectNode joined(ArrayNode said, ObjectNode last) {
        ObjectNode joined = last.deepCopy();
        ArrayNode content = joined.putArray("content");
        said.forEach(content::add);
        last.path("content").forEach(content::add);
        return joined;
    }

    private static @Nullable Usage sum(@Nullable Usage before, @Nullable Usage now) {
        return before == null || now == null ? null : before.plus(now);
    }
}
