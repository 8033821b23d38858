-- Which folder has the blobs of this database: a gateway that has another one does not start.
CREATE TABLE blob_folder (
    only_one    boolean PRIMARY KEY DEFAULT true CHECK (only_one),
    name        text NOT NULL,
    place       text NOT NULL,
    created_at  timestamptz NOT NULL DEFAULT clock_timestamp()
);
