-- paused_at: since when nothing is sent to this system, by an operator's word, epoch ms; null = it is sent to.
ALTER TABLE provider ADD COLUMN paused_at bigint;

-- attempts that were made before somebody let it be sent again: its patience counts from there
ALTER TABLE delivery ADD COLUMN replayed_at_attempt integer NOT NULL DEFAULT 0;
