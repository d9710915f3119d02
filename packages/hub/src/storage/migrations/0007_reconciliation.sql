-- Of which location a webhook was, so that each location's habit can be learned; null: from before, or of none.
ALTER TABLE inbox ADD COLUMN location_id uuid;

CREATE INDEX inbox_by_location ON inbox (org_id, location_id, received_at) WHERE location_id IS NOT NULL;

-- when the hub last compared this POS with what it knows
ALTER TABLE integration ADD COLUMN swept_at bigint;

-- How a location's POS usually speaks, and what is amiss: habit_ms is null until enough was heard.
CREATE TABLE pos_feed (
  org_id uuid NOT NULL, location_id uuid NOT NULL, habit_ms bigint, learned_at bigint NOT NULL, quiet_since bigint, missing_since bigint,
  CONSTRAINT pos_feed_pkey PRIMARY KEY (org_id, location_id));

-- while a secret is being changed, the former one still opens the partner's webhook until rotated_at plus a day
ALTER TABLE event_partner ADD COLUMN former_secret_sealed bytea;

ALTER TABLE event_partner ADD COLUMN rotated_at bigint;

-- a courier may be named before anybody says where they are
ALTER TABLE order_courier ALTER COLUMN delivery_status DROP NOT NULL;
