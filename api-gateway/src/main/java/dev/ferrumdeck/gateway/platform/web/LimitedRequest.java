package dev.ferrumdeck.gateway.platform.web;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A request whose body ends with {@link BodyTooLargeException} once it goes over a limit, whatever it announced. */
class LimitedRequest extends HttpServletRequestWrapper {
    private final long limit;
    private @Nullable ServletInputStream stream;

    LimitedRequest(HttpServletRequest request, long limit) {
        super(request);
        this.limit = limit;
    }

    @Override
    public ServletInputStream getInputStream() throws IOException {
        if (stream == null) {
            stream = new Limited(super.getInputStream(), limit);
        }
        return stream;
    }

    @Override
    public BufferedReader getReader() throws IOException {
        return new BufferedReader(new InputStreamReader(getInputStream(), StandardCharsets.UTF_8));
    }

    private static class Limited extends ServletInputStream {
        private final ServletInputStream inner;
        private final long limit;
        private long read;

        Limited(ServletInputStream inner, long limit) {
            this.inner = inner;
            this.limit = limit;
        }

        @Override
        public int read() throws IOException {
            int b = inner.read();
            return b < 0 ? b : (int) count(1, b);
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int n = inner.read(bytes, offset, length);
            return n < 0 ? n : (int) count(n, n);
        }

        private long count(int n, long answer) throws IOException {
            read += n;
            if (read > limit) {
                throw new BodyTooLargeException(limit);
            }
            return answer;
        }

        @Override
        public boolean isFinished() {
            return inner.isFinished();
        }

        @Override
        public boolean isReady() {
            return inner.isReady();
        }

        @Override
        public void setReadListener(ReadListener listener) {
            inner.setReadListener(listener);
        }
    }
}
