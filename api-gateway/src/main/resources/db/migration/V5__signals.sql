-- What people asked of a run, as it was accepted: the record that a signal in Temporal is checked against. The id is that of
-- the row of the outbox that carried it.
CREATE TABLE signals (
    id         bigint PRIMARY KEY,
    run_id     text NOT NULL,
    name       text NOT NULL,                            -- cancel, pause, resume, budget
    body       jsonb NOT NULL,                           -- {by?, reason?, limits?}
    entry      int,                                      -- the entry of the journal that carried it; null before
    created_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX signals_of_run ON signals (run_id, id);
CREATE INDEX signals_cancels ON signals (created_at) WHERE name = 'cancel' AND entry IS NULL;

INSERT INTO signals (id, run_id, name, body, created_at)
SELECT o.id, o.run_id, o.kind, o.body, o.created_at
FROM outbox o JOIN runs r ON r.id = o.run_id
WHERE o.kind IN ('cancel', 'pause', 'resume', 'budget');
