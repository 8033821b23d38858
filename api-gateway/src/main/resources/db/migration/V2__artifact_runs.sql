-- Which runs have a blob: the same content may come from several. Quotas and the rights of workers read it.
CREATE TABLE artifact_runs (
    tenant_id text NOT NULL,
    run_id    text NOT NULL,
    sha256    text NOT NULL,
    PRIMARY KEY (tenant_id, run_id, sha256),
    FOREIGN KEY (tenant_id, sha256) REFERENCES artifacts
);
