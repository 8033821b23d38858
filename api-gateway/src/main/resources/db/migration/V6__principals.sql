-- Who stands behind a key: kept by rotation. Votes, requesters and quorums are counted by it. Keys before this: each its own.
ALTER TABLE api_keys ADD COLUMN principal text;
UPDATE api_keys SET principal = id;
ALTER TABLE api_keys ALTER COLUMN principal SET NOT NULL;
ALTER TABLE approvals ADD COLUMN requester text;
UPDATE approvals SET requester = requested_by;
ALTER TABLE approvals ALTER COLUMN requester SET NOT NULL;
ALTER TABLE votes ADD COLUMN principal text;
UPDATE votes SET principal = voter;
ALTER TABLE votes ALTER COLUMN principal SET NOT NULL;
CREATE UNIQUE INDEX votes_of_principals ON votes (approval_id, principal);
