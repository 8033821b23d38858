package dev.ferrumdeck.gateway.delivery;

import dev.ferrumdeck.workflows.machine.OutcomeStatus;
import java.util.List;
import java.util.Optional;

/** Ends attempts whose time is up; package {@code attempts} implements it. Thread-safe. */
public interface Expiry {

    /** Ids of attempts whose lease, queue allowance or time limit has passed, by PostgreSQL's clock. */
    List<String> due(int limit);

    /** Ends the attempt through the door of all results, if its time still is up; says how. */
    Optional<OutcomeStatus> expire(String attemptId);
}
