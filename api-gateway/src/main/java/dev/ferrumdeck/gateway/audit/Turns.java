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

    /** @throws ApiException when all are taken: the caller is told when to come again; who took one gives it back */
    void take() {
        if (!free.tryAcquire()) {
            throw ApiException.withHeaders(
                    ErrorCode.RATE_LIMITED,
                    "Others are reading whole chains of the audit now; try again in a few seconds.",
                    Map.of("Retry-After", "5"));
        }
    }

    void giveBack() {
        free.release();
    }
}
