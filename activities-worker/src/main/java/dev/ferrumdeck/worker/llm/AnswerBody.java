package dev.ferrumdeck.worker.llm;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** Collects the body of an answer up to its largest size; of an event stream it also tells each event as it comes. */
final class AnswerBody implements HttpResponse.BodySubscriber<byte[]> {
    /** The most that an answer may have, packed or not. */
    static final int LARGEST = 16 * 1024 * 1024;

    private final CompletableFuture<byte[]> whole = new CompletableFuture<>();
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final @Nullable ServerSentEvents events;
    private Flow.@Nullable Subscription subscription;

    AnswerBody(HttpResponse.ResponseInfo info, Consumer<String> listener) {
        boolean live = info.headers().firstValue("content-type").orElse("").startsWith("text/event-stream")
                && info.headers().firstValue("content-encoding").isEmpty();
        this.events = live ? new ServerSentEvents(listener) : null;
    }

    @Override
    public CompletionStage<byte[]> getBody() {
        return whole;
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        subscription = given;
        given.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        for (ByteBuffer buffer : buffers) {
            if (bytes.size() + buffer.remaining() > LARGEST) {
                whole.completeExceptionally(tooLarge());
                if (subscription != null) {
                    subscription.cancel();
                }
                return;
            }
            byte[] some = new byte[buffer.remaining()];
            buffer.get(some);
            bytes.writeBytes(some);
            if (events != null) {
                events.take(some);
            }
        }
    }

    @Override
    public void onError(Throwable broken) {
        whole.completeExceptionally(broken);
    }

    @Override
    public void onComplete() {
        if (events != null) {
            events.end();
        }
        whole.complete(bytes.toByteArray());
    }

    /** The body as it was before it was packed; some servers pack it although nobody asked them to. */
    static byte[] unpacked(HttpResponse<byte[]> response) throws IOException {
        if (!response.headers().firstValue("content-encoding").orElse("").equals("gzip")) {
            return response.body();
        }
        try (InputStream unpacked = new GZIPInputStream(new ByteArrayInputStream(response.body()))) {
            byte[] body = unpacked.readNBytes(LARGEST + 1);
            if (body.length > LARGEST) {
                throw tooLarge();
            }
            return body;
        }
    }

    private static IOException tooLarge() {
        return new IOException("the answer is larger than " + LARGEST / (1024 * 1024) + " MiB");
    }
}
