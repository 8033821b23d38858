-- A row of the outbox that Temporal refuses for good is set aside, so that it does not block those behind it.
ALTER TABLE outbox ADD COLUMN parked_at timestamptz, ADD COLUMN parked_why text;
DROP INDEX outbox_by_age;
CREATE INDEX outbox_by_age ON outbox (created_at) WHERE parked_at IS NULL;

-- The sweep looks at runs in turn: those first that it has not looked at for the longest time.
CREATE INDEX runs_in_turn ON runs ((coalesce(checked_at, created_at)))
    WHERE status IN ('queued', 'running', 'waiting', 'paused');
