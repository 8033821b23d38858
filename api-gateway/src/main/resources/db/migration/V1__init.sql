-- The state of the control plane. Every row belongs to one tenant; ids are ULIDs with a prefix, so they sort by time.

CREATE TABLE tenants (
    id          text PRIMARY KEY,
    name        text NOT NULL UNIQUE,
    created_at  timestamptz NOT NULL DEFAULT clock_timestamp()
);

CREATE TABLE api_keys (
    id           text PRIMARY KEY,                       -- key_...
    tenant_id    text NOT NULL REFERENCES tenants,
    name         text NOT NULL,
    secret_hmac  bytea NOT NULL,                         -- HMAC-SHA256 with the server's pepper
    roles        text[] NOT NULL,                        -- viewer, developer, approver, operator, policy_admin, admin, worker
    queues       text[] NOT NULL DEFAULT '{}',           -- for role worker: the queues it may claim from
    created_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
    created_by   text,
    expires_at   timestamptz,
    revoked_at   timestamptz,
    last_used_at timestamptz
);
CREATE INDEX api_keys_list ON api_keys (tenant_id, id);

-- Registry: a published version never changes.
CREATE TABLE agents (
    id          text PRIMARY KEY,                        -- agt_...
    tenant_id   text NOT NULL REFERENCES tenants,
    name        text NOT NULL,
    latest      int NOT NULL DEFAULT 0,
    created_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
    UNIQUE (tenant_id, name)
);
CREATE TABLE agent_versions (
    agent_id    text NOT NULL REFERENCES agents,
    version     int NOT NULL,
    tenant_id   text NOT NULL,
    spec        jsonb NOT NULL,
    created_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
    created_by  text,
    PRIMARY KEY (agent_id, version)
);
CREATE TABLE tools (
    id          text PRIMARY KEY,                        -- tol_...
    tenant_id   text NOT NULL REFERENCES tenants,
    name        text NOT NULL,
    latest      int NOT NULL DEFAULT 0,
    created_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
    UNIQUE (tenant_id, name)
);
CREATE TABLE tool_versions (
    tool_id     text NOT NULL REFERENCES tools,
    version     int NOT NULL,
    tenant_id   text NOT NULL,
    spec        jsonb NOT NULL,
    hash        text NOT NULL,                           -- ToolHash over name, description, schema
    created_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
    created_by  text,
    PRIMARY KEY (tool_id, version)
);
CREATE TABLE workflow_definitions (
    id          text PRIMARY KEY,                        -- wfl_...
    tenant_id   text NOT NULL REFERENCES tenants,
    name        text NOT NULL,
    latest      int NOT NULL DEFAULT 0,
    created_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
    UNIQUE (tenant_id, name)
);
CREATE TABLE workflow_definition_versions (
    definition_id text NOT NULL REFERENCES workflow_definitions,
    version     int NOT NULL,
    tenant_id   text NOT NULL,
    spec        jsonb NOT NULL,
    created_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
    created_by  text,
    PRIMARY KEY (definition_id, version)
);
CREATE TABLE policies (
    id          text PRIMARY KEY,                        -- pol_...
    tenant_id   text NOT NULL REFERENCES tenants,
    name        text NOT NULL,
    latest      int NOT NULL DEFAULT 0,                  -- the version in force
    created_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
    UNIQUE (tenant_id, name)
);
CREATE TABLE policy_versions (
    policy_id   text NOT NULL REFERENCES policies,
    version     int NOT NULL,
    tenant_id   text NOT NULL,
    spec        jsonb NOT NULL,
    created_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
    created_by  text,
    PRIMARY KEY (policy_id, version)
);

CREATE TABLE runs (
    id            text PRIMARY KEY,                      -- run_..., also the workflow id
    tenant_id     text NOT NULL REFERENCES tenants,
    project       text NOT NULL DEFAULT 'default',
    kind          text NOT NULL,                         -- agent, workflow
    name          text NOT NULL,                         -- of the agent or definition
    version       int NOT NULL,                          -- pinned
    definition    jsonb NOT NULL,                        -- the pinned definition with pinned agents, tools, prices: what advance evaluates
    plan          jsonb NOT NULL,                        -- RunPlan
    input         jsonb NOT NULL,
    policy        text NOT NULL,                         -- name of the policy that decides
    status        text NOT NULL DEFAULT 'queued',
    waiting_for   text,
    code          text,
    message       text,
    ended_step    text,
    output        jsonb,
    budget        jsonb NOT NULL,                        -- BudgetView
    entries       int NOT NULL DEFAULT 0,                -- the newest journal entry
    head_hash     text NOT NULL DEFAULT repeat('0', 64),
    labels        jsonb NOT NULL DEFAULT '{}',
    traceparent   text,
    created_by    text NOT NULL,                         -- key id
    created_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
    started_at    timestamptz,
    ended_at      timestamptz,
    workflow_started_at timestamptz,                     -- Temporal took it
    touched_at    timestamptz NOT NULL DEFAULT clock_timestamp(), -- last entry; the stalled-run check reads it
    checked_at    timestamptz,                           -- when the sweep last looked after it
    taint         text[] NOT NULL DEFAULT '{}'           -- labels of what its steps brought in: untrusted, private
);
CREATE INDEX runs_list ON runs (tenant_id, id DESC);
CREATE INDEX runs_by_status ON runs (tenant_id, status, id DESC);
CREATE INDEX runs_by_name ON runs (tenant_id, name, id DESC);
CREATE INDEX runs_live ON runs (touched_at) WHERE status IN ('queued', 'running', 'waiting', 'paused');

CREATE TABLE journal (
    run_id        text NOT NULL REFERENCES runs,
    n             int NOT NULL,
    tenant_id     text NOT NULL,
    previous_hash text NOT NULL,
    hash          text NOT NULL,
    body          text NOT NULL,                         -- canonical JSON: at, events, commands, changes, view, results
    request_sha256 text NOT NULL,                        -- over at and events: is a second writer the same?
    created_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (run_id, n)
);

CREATE TABLE steps (
    id           text PRIMARY KEY,                       -- stp_..., derived
    run_id       text NOT NULL REFERENCES runs,
    tenant_id    text NOT NULL,
    path         text NOT NULL,
    kind         text NOT NULL,
    state        text NOT NULL DEFAULT 'pending',
    attempt      int NOT NULL DEFAULT 0,
    tool         text,
    code         text,
    note         text,
    input        jsonb,                                  -- evaluated inputs; edited arguments replace them
    input_sha256 text,                                   -- artifact instead, above 256 KiB
    output       jsonb,
    output_sha256 text,
    context_tokens bigint NOT NULL DEFAULT 0,            -- its share of a conversation
    created_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
    started_at   timestamptz,
    ended_at     timestamptz,
    UNIQUE (run_id, path)
);

CREATE TABLE attempts (
    id            text PRIMARY KEY,                      -- att_...
    run_id        text NOT NULL REFERENCES runs,
    tenant_id     text NOT NULL,
    step_id       text NOT NULL,
    step_path     text NOT NULL,
    attempt       int NOT NULL,
    type          text NOT NULL,                         -- llm, tool, approval
    queue         text NOT NULL,
    effect        text NOT NULL DEFAULT 'none',          -- none, idempotent, once
    state         text NOT NULL,                         -- READY LEASED ACTING | SUCCEEDED FAILED EXPIRED UNKNOWN CANCELLED RELEASED DENIED SKIPPED NEEDS_APPROVAL NEEDS_BUDGET
    tool          text,
    tool_hash     text,
    args_sha256   text,
    policy_version text,
    approval_id   text,
    reserved      jsonb NOT NULL DEFAULT '{}',           -- Amount
    max_tokens    int NOT NULL DEFAULT 0,
    job_input     jsonb,                                 -- what is fixed at dispatch (tool: ToolInput; llm: all but the messages)
    outcome       jsonb,                                 -- Event.Outcome, once terminal
    result_sha256 text,
    late_result   jsonb,                                 -- evidence: a report that came after the end
    worker_id     text,
    key_id        text,                                  -- the worker's key
    claim_id      text,
    lease_id      text,
    lease_expires_at timestamptz,
    queue_deadline timestamptz NOT NULL,                 -- READY beyond it: expired
    step_timeout_ms bigint NOT NULL,
    deadline      timestamptz,                           -- set by the claim: claim + step timeout
    traceparent   text,
    rung_at       timestamptz,
    rings         int NOT NULL DEFAULT 0,
    labels        text[] NOT NULL DEFAULT '{}',          -- of its result
    budget_ids    text[] NOT NULL DEFAULT '{}',          -- wider budgets that its reservation was taken from
    settled       boolean NOT NULL DEFAULT false,        -- those budgets have been charged and the reservation given back
    charged       jsonb,                                 -- Amount that they were charged
    created_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
    claimed_at    timestamptz,
    ended_at      timestamptz,
    UNIQUE (run_id, step_path, attempt)
);
CREATE INDEX attempts_ready ON attempts (queue, created_at) WHERE state = 'READY';
CREATE INDEX attempts_live ON attempts (lease_expires_at) WHERE state IN ('LEASED', 'ACTING');
CREATE INDEX attempts_live_of_run ON attempts (run_id) WHERE state IN ('READY', 'LEASED', 'ACTING');

CREATE TABLE decisions (
    id             text PRIMARY KEY,                     -- dec_...
    tenant_id      text NOT NULL,
    run_id         text NOT NULL REFERENCES runs,
    step_path      text NOT NULL,
    attempt        int NOT NULL,
    tool           text NOT NULL,
    effect         text NOT NULL,                        -- allow, deny, require_approval
    rule           text,
    reason         text NOT NULL,
    policy_version text NOT NULL,
    args_sha256    text NOT NULL,
    input          jsonb NOT NULL,                       -- canonical input of the decision
    created_at     timestamptz NOT NULL DEFAULT clock_timestamp(),
    UNIQUE (run_id, step_path, attempt)
);

CREATE TABLE approvals (
    id             text PRIMARY KEY,                     -- apr_...
    tenant_id      text NOT NULL,
    run_id         text NOT NULL REFERENCES runs,
    step_id        text NOT NULL,
    step_path      text NOT NULL,
    attempt        int NOT NULL,
    kind           text NOT NULL,                        -- tool, step, reconcile
    title          text NOT NULL,
    reason         text,
    rule           text,
    tool           text,
    tool_hash      text,
    policy_version text,
    arguments      jsonb,                                -- exact
    args_sha256    text,
    edited_arguments jsonb,
    status         text NOT NULL DEFAULT 'pending',      -- pending, approved, denied, expired, closed, happened, retry, failed
    quorum         int NOT NULL DEFAULT 1,
    approver_role  text NOT NULL DEFAULT 'approver',
    requested_by   text NOT NULL,                        -- key id of who started the run
    decided_by     text,
    decision_note  text,
    result         jsonb,                                -- of a reconcile: what happened
    consumed_by    text,                                 -- step id
    created_at     timestamptz NOT NULL DEFAULT clock_timestamp(),
    expires_at     timestamptz NOT NULL,
    decided_at     timestamptz,
    UNIQUE (run_id, step_path, attempt, kind)
);
CREATE INDEX approvals_list ON approvals (tenant_id, id DESC);
CREATE INDEX approvals_pending ON approvals (tenant_id, expires_at) WHERE status = 'pending';

CREATE TABLE votes (
    id           text PRIMARY KEY,                       -- vot_...
    approval_id  text NOT NULL REFERENCES approvals,
    tenant_id    text NOT NULL,
    voter        text NOT NULL,                          -- key id, or temporal-signal
    via          text NOT NULL,                          -- rest, signal-endpoint, temporal-signal
    verdict      text NOT NULL,
    arguments    jsonb,
    reason       text,
    created_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
    UNIQUE (approval_id, voter)
);

-- What waits to be told to a run. Kind: outcome (Update), decided, cancel, pause, resume, budget (Signals).
CREATE TABLE outbox (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    run_id     text NOT NULL,
    kind       text NOT NULL,
    body       jsonb NOT NULL,
    created_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX outbox_by_run ON outbox (run_id, id);
CREATE INDEX outbox_by_age ON outbox (created_at);

-- Budgets wider than a run: scope tenant or agent. Reserved and spent by conditional UPDATE in advance's transaction.
CREATE TABLE budgets (
    id           text PRIMARY KEY,                       -- bud_...
    tenant_id    text NOT NULL REFERENCES tenants,
    scope        text NOT NULL,                          -- tenant, agent
    scope_name   text NOT NULL,                          -- tenant id, agent name
    limits       jsonb NOT NULL,                         -- Limits without seconds
    reserved_tokens bigint NOT NULL DEFAULT 0,
    reserved_cost_micros bigint NOT NULL DEFAULT 0,
    reserved_tool_calls bigint NOT NULL DEFAULT 0,
    spent_tokens bigint NOT NULL DEFAULT 0,
    spent_cost_micros bigint NOT NULL DEFAULT 0,
    spent_tool_calls bigint NOT NULL DEFAULT 0,
    created_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
    UNIQUE (tenant_id, scope, scope_name)
);

CREATE TABLE artifacts (
    tenant_id    text NOT NULL REFERENCES tenants,
    sha256       text NOT NULL,
    size_bytes   bigint NOT NULL,
    media_type   text NOT NULL,
    run_id       text,
    created_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (tenant_id, sha256)
);

-- Administrative events and votes. Sealed into a chain per tenant by the bridge: seq and hash are set once.
CREATE TABLE audit_events (
    id           text PRIMARY KEY,                       -- aud_...
    tenant_id    text NOT NULL REFERENCES tenants,
    actor        text NOT NULL,
    action       text NOT NULL,                          -- key.created, agent.published, approval.voted, run.created ...
    subject      text NOT NULL,
    detail       jsonb NOT NULL DEFAULT '{}',
    at           timestamptz NOT NULL DEFAULT clock_timestamp(),
    seq          bigint,
    previous_hash text,
    hash         text,
    UNIQUE (tenant_id, seq)
);
CREATE INDEX audit_list ON audit_events (tenant_id, id DESC);
CREATE INDEX audit_unsealed ON audit_events (tenant_id, id) WHERE seq IS NULL;

CREATE TABLE dead_letters (
    id         text PRIMARY KEY,                         -- dlq_...
    tenant_id  text NOT NULL REFERENCES tenants,
    run_id     text NOT NULL,
    step_path  text NOT NULL,
    attempts   int NOT NULL,
    code       text NOT NULL,
    message    text,
    created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    UNIQUE (run_id, step_path)
);

CREATE TABLE idempotency_keys (
    tenant_id    text NOT NULL,
    key          text NOT NULL,
    route        text NOT NULL,
    body_sha256  text NOT NULL,
    status       int,                                    -- null while the first request is being answered
    headers      jsonb,
    response     text,
    created_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (tenant_id, key)
);
CREATE INDEX idempotency_by_age ON idempotency_keys (created_at);

-- Server secrets of the installation (pepper, grant signing key), made at the first start.
CREATE TABLE server_secrets (
    name       text PRIMARY KEY,
    value      bytea NOT NULL,
    created_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
