-- Who hears of orders (contract.md D): events is a JSON array of types; without rows in event_location, of every location.
CREATE TABLE event_partner (
  slug text NOT NULL, event_partner_id uuid NOT NULL, url text NOT NULL, secret_sealed bytea NOT NULL, events text NOT NULL,
  created_at bigint NOT NULL,
  CONSTRAINT event_partner_pkey PRIMARY KEY (slug));

-- reference_id: how the event partner itself calls the location
CREATE TABLE event_location (
  slug text NOT NULL, location_id uuid NOT NULL, org_id uuid NOT NULL, reference_id text NOT NULL,
  CONSTRAINT event_location_pkey PRIMARY KEY (slug, location_id));
