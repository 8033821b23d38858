package dev.ferrumdeck.gateway.attempts;

import dev.ferrumdeck.contracts.ErrorCode;
import dev.ferrumdeck.contracts.wire.ClaimRequest;
import dev.ferrumdeck.contracts.wire.Job;
import dev.ferrumdeck.contracts.wire.RenewReply;
import dev.ferrumdeck.contracts.wire.RenewRequest;
import dev.ferrumdeck.gateway.platform.web.ApiException;
import dev.ferrumdeck.gateway.platform.web.Caller;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Hands attempts out and keeps their leases. Thread-safe. */
@Service
class Claims {
    private final AttemptStore store;
    private final Jobs jobs;
    private final LeaseTimes times;
    private final LeaseSecrets leases = new LeaseSecrets();
    private final JdbcClient jdbc;

    Claims(AttemptStore store, Jobs jobs, LeaseTimes times, JdbcClient jdbc) {
        this.store = store;
        this.jobs = jobs;
        this.times = times;
        this.jdbc = jdbc;
    }

    /** The first claim of a ready attempt wins; the same claim again gets the same answer. */
    @Transactional
    public Job claim(Caller caller, String id, ClaimRequest request) {
        AttemptRow row = store.find(caller.tenantId(), id).orElseThrow(() -> ApiException.notFound("attempt", id));
        if (!row.queue().equals(request.queue()) || !caller.serves(row.queue())) {
            throw ApiException.forbidden("Attempt " + id + " is not for queue '" + request.queue()
                    + "' or this key does not serve that queue.");
        }
        AttemptStore.Claim claim = new AttemptStore.Claim(
                request.workerId(), caller.keyId(), request.claimId(), leases.fresh(), times.ttl());
        Optional<AttemptRow> claimed = row.isReady() ? store.claim(id, claim) : Optional.empty();
        return jobs.of(claimed.orElseGet(() -> claimedBefore(caller, id, request)));
    }

    private AttemptRow claimedBefore(Caller caller, String id, ClaimRequest request) {
        AttemptRow row = store.find(caller.tenantId(), id).orElseThrow(() -> ApiException.notFound("attempt", id));
        if (row.isHeld()
                && request.claimId().equals(row.lease().claimId())
                && caller.keyId().equals(row.lease().keyId())) {
            return row;
        }
        if (!row.isHeld() && isOver(row.runId())) {
            throw ApiException.of(ErrorCode.RUN_OVER, "Run " + row.runId() + " is over; drop attempt " + id + ".");
        }
        throw ApiException.of(
                ErrorCode.ATTEMPT_NOT_READY, "Attempt " + id + " is " + row.state() + "; acknowledge and drop it.");
    }

    private boolean isOver(String runId) {
        return jdbc.sql("SELECT ended_at IS NOT NULL FROM runs WHERE id = :run")
                .param("run", runId)
                .query(Boolean.class)
                .single();
    }

    /** Extends a lease. A worker whose step was cancelled learns it here. */
    @Transactional
    public RenewReply renew(Caller caller, String id, RenewRequest request) {
        boolean acting = Boolean.TRUE.equals(request.acting());
        if (store.renew(caller, id, request.leaseId(), acting, times.ttl())) {
            return new RenewReply(false);
        }
        AttemptRow row = store.find(caller.tenantId(), id).orElseThrow(() -> ApiException.notFound("attempt", id));
        boolean cancelled = row.state().equals("CANCELLED") && row.isOf(caller, request.leaseId());
        if (cancelled && row.resultSha256() == null) {
            return new RenewReply(true);
        }
        throw ApiException.of(
                ErrorCode.STALE_ATTEMPT, "Attempt " + id + " is no longer yours: it is " + row.state() + ". Stop.");
    }
}
