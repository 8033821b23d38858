package dev.ferrumdeck.worker.testing;

import dev.ferrumdeck.contracts.ErrorCode;
import dev.ferrumdeck.contracts.wire.ToolOutput;
import dev.ferrumdeck.worker.work.Actor;
import dev.ferrumdeck.worker.work.Assignment;
import dev.ferrumdeck.worker.work.Done;
import dev.ferrumdeck.worker.work.WorkFailed;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** An actor that does as a test tells it, and remembers what happened. */
public final class FakeActor implements Actor {
    private final String type;
    private final AtomicInteger running = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();
    private final AtomicInteger acted = new AtomicInteger();
    private final AtomicInteger interrupted = new AtomicInteger();
    private volatile CountDownLatch gate = new CountDownLatch(0);
    private volatile boolean breaks;
    private volatile String text = "done";

    public FakeActor(String type) {
        this.type = type;
    }

    /** From now on work waits until {@link #finish}. */
    public void hold() {
        gate = new CountDownLatch(1);
    }

    public void finish() {
        gate.countDown();
    }

    /** From now on work breaks off without a known end. */
    public void breakMidway() {
        breaks = true;
    }

    public void answer(String answer) {
        text = answer;
    }

    public int running() {
        return running.get();
    }

    public int mostAtOnce() {
        return most.get();
    }

    public int acted() {
        return acted.get();
    }

    public int interrupted() {
        return interrupted.get();
    }

    @Override
    public String type() {
        return type;
    }

    @Override
    public Prepared prepare(Assignment assignment) {
        return this::act;
    }

    private Done act() throws InterruptedException {
        most.accumulateAndGet(running.incrementAndGet(), Math::max);
        try {
            gate.await();
            acted.incrementAndGet();
            if (breaks) {
                throw WorkFailed.midway(ErrorCode.TOOL_UNAVAILABLE, "the server ended");
            }
            return new Done(new ToolOutput(text, Map.of("n", 1)), null);
        } catch (InterruptedException e) {
            interrupted.incrementAndGet();
            throw e;
        } finally {
            running.decrementAndGet();
        }
    }
}
