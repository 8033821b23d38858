-- A filtered list of the audit reads the rows that it shows.
CREATE INDEX audit_by_action ON audit_events (tenant_id, action, id DESC);
CREATE INDEX audit_by_actor ON audit_events (tenant_id, actor, id DESC);
CREATE INDEX audit_by_subject ON audit_events (tenant_id, subject, id DESC);
