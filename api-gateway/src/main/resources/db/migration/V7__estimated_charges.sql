-- Whether a model call was charged its reservation, because nobody said believably what it used.
ALTER TABLE attempts ADD COLUMN estimated boolean NOT NULL DEFAULT false;
