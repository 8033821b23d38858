package dev.ferrumdeck.gateway.audit;

import dev.ferrumdeck.contracts.ErrorCode;
import dev.ferrumdeck.gateway.platform.web.ApiException;
import java.util.Map;
import java.util.concurrent.Semaphore;

/** How many read a whole chain at once: it is long, and other requests want the database too. Thread-safe. */
class Turns {
    private final Semaphore free;

    Turns(int most) {
        this.free = new Semaphore(most);
    }

    /** Given back when it is closed. */
    interface Turn extends AutoCloseable {
        @Override
        void close();
    }

    /** @throws ApiException when all are taken: the caller is told when to come again */
    Turn take() {
        if (!free.tryAcquire()) {
            throw ApiException.withHeaders(
                    ErrorCode.RATE_LIMITED,
                    "Others are reading whole chains of the audit now; try again in a few seconds.",
                    Map.of("Retry-After", "5"));
        }
        return free::release;
    }
}
