package dev.ferrumdeck.worker.http;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tries again while the gateway is away: 0.1 s doubling to 2 s, with jitter. */
public final class Patience {
    private static final Logger log = LoggerFactory.getLogger(Patience.class);
    private static final Duration FIRST = Duration.ofMillis(100);
    private static final Duration LONGEST = Duration.ofSeconds(2);

    private Patience() {}

    /** A request that may find the gateway away. */
    @FunctionalInterface
    public interface Request {
        Reply send() throws InterruptedException;
    }

    /**
     * Sends the request until there is an answer.
     *
     * @param worthwhile asked before each further try
     * @throws GatewayAway when it is not worthwhile any more
     */
    public static Reply send(Request request, BooleanSupplier worthwhile) throws InterruptedException {
        long pause = FIRST.toMillis();
        while (true) {
            try {
                return request.send();
            } catch (GatewayAway e) {
                if (!worthwhile.getAsBoolean()) {
                    throw e;
                }
                log.debug("trying again: {}", e.getMessage());
            }
            Thread.sleep(pause / 2 + ThreadLocalRandom.current().nextLong(pause / 2 + 1));
            pause = Math.min(pause * 2, LONGEST.toMillis());
        }
    }
}
