-- what was changed of a step's output so that it can be kept: ["/text: U+0000 became U+FFFD"]
ALTER TABLE steps ADD COLUMN value_notes jsonb;
