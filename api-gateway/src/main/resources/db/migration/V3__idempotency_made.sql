-- What a request made whose answer comes later: a repeated request answers of it. Written with what was made.
ALTER TABLE idempotency_keys ADD COLUMN made text;
DELETE FROM idempotency_keys WHERE status IS NULL;
