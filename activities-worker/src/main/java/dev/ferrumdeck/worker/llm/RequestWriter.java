package dev.ferrumdeck.worker.llm;

import dev.ferrumdeck.contracts.wire.LlmInput;
import dev.langchain4j.http.client.HttpClient;
import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.http.client.HttpRequest;
import dev.langchain4j.http.client.SuccessfulHttpResponse;
import dev.langchain4j.http.client.sse.ServerSentEventListener;
import dev.langchain4j.http.client.sse.ServerSentEventParser;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Lets LangChain4j write the request of a provider, and takes it before it is sent. Safe to share. */
final class RequestWriter {
    /** LangChain4j wants a model's name beforehand; each request names its own. */
    static final String NAMED_BY_EACH_REQUEST = "named-by-each-request";

    private final Dialect dialect;

    RequestWriter(Dialect dialect) {
        this.dialect = dialect;
    }

    HttpRequest write(LlmInput input) {
        Catch net = new Catch();
        try {
            dialect.writer(new Net(net)).chat(Requests.of(input));
        } catch (RuntimeException e) {
            if (net.request == null) {
                throw e;
            }
        }
        if (net.request == null) {
            throw new IllegalStateException("LangChain4j answered without a request to " + input.provider());
        }
        return net.request;
    }

    /** Keeps the request and lets go of the call. */
    private static final class Catch implements HttpClient {
        private @Nullable HttpRequest request;

        @Override
        public SuccessfulHttpResponse execute(HttpRequest written) {
            request = written;
            throw new IllegalStateException("the request is written");
        }

        @Override
        public void execute(HttpRequest written, ServerSentEventParser parser, ServerSentEventListener listener) {
            execute(written);
        }
    }

    /** Hands LangChain4j that client; times are the transport's business. */
    private record Net(HttpClient client) implements HttpClientBuilder {
        @Override
        public Duration connectTimeout() {
            return Duration.ZERO;
        }

        @Override
        public HttpClientBuilder connectTimeout(Duration timeout) {
            return this;
        }

        @Override
        public Duration readTimeout() {
            return Duration.ZERO;
        }

        @Override
        public HttpClientBuilder readTimeout(Duration timeout) {
            return this;
        }

        @Override
        public HttpClient build() {
            return client;
        }
    }
}
