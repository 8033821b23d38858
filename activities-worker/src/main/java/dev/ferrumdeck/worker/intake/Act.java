package dev.ferrumdeck.worker.intake;

import dev.ferrumdeck.contracts.ErrorCode;
import dev.ferrumdeck.contracts.wire.Job;
import dev.ferrumdeck.worker.artifacts.Artifacts;
import dev.ferrumdeck.worker.grants.GrantCheck;
import dev.ferrumdeck.worker.work.Actor;
import dev.ferrumdeck.worker.work.Assignment;
import dev.ferrumdeck.worker.work.Done;
import dev.ferrumdeck.worker.work.Slot;
import dev.ferrumdeck.worker.work.WorkFailed;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** What is done for an attempt, in order: fetch the input, check the grant, get ready, announce, act. Safe to share. */
final class Act {
    private final Crew crew;
    private final GrantCheck grants;
    private final Artifacts artifacts;
    private final LeaseKeeper leases;
    private final LongSupplier nanos;

    Act(Crew crew, GrantCheck grants, Artifacts artifacts, LeaseKeeper leases, LongSupplier nanos) {
        this.crew = crew;
        this.grants = grants;
        this.artifacts = artifacts;
        this.leases = leases;
        this.nanos = nanos;
    }

    Done perform(Lease lease, Slot slot) throws InterruptedException {
        long begun = nanos.getAsLong();
        Job job = lease.job();
        Actor actor = crew.forType(job.type());
        Map<String, Object> input = input(lease);
        String toolHash = "";
        if (!job.type().equals("llm")) {
            Duration sinceClaim = Duration.ofNanos(nanos.getAsLong() - begun);
            toolHash = grants.check(job, input, sinceClaim, lease::held).toolVersionHash();
        }
        long left = job.remainingMs() - TimeUnit.NANOSECONDS.toMillis(nanos.getAsLong() - begun);
        Actor.Prepared prepared = actor.prepare(
                new Assignment(job, input, Duration.ofMillis(Math.max(1, left)), toolHash, text -> {}, slot));
        if (job.effect().equals("once") && !leases.announce(lease)) {
            prepared.drop();
            throw WorkFailed.transientError(
                    ErrorCode.LEASE_EXPIRED, "the lease was gone before the effect began; nothing was done");
        }
        return prepared.act();
    }

    private Map<String, Object> input(Lease lease) throws InterruptedException {
        Job job = lease.job();
        if (job.input() != null) {
            return job.input();
        }
        if (job.inputSha256() == null) {
            throw WorkFailed.terminal(ErrorCode.INTERNAL, "attempt " + job.attemptId() + " came without an input");
        }
        return artifacts.fetch(job.inputSha256(), lease::held);
    }
}
