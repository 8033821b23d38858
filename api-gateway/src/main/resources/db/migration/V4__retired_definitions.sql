-- A retired thing takes part in no new run; its versions stay for those under way and for the record.
ALTER TABLE agents ADD COLUMN retired_at timestamptz;
ALTER TABLE tools ADD COLUMN retired_at timestamptz;
ALTER TABLE workflow_definitions ADD COLUMN retired_at timestamptz;
ALTER TABLE policies ADD COLUMN retired_at timestamptz;
