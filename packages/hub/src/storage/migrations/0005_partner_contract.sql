-- Who hears of orders (contract.md D): events is a JSON array of types; without rows in event_location, of every location.
CREATE TABLE event_partner (
  slug text NOT NULL, event_partner_id uuid NOT NULL, url text NOT NULL, secret_sealed bytea NOT NULL, events text NOT NULL,
  created_at bigint NOT NULL,
  CONSTRAINT event_partner_pkey PRIMARY KEY (slug));

-- reference_id: how the event partner itself calls the location
CREATE TABLE event_location (
  slug text NOT NULL, location_id uuid NOT NULL, org_id uuid NOT NULL, reference_id text NOT NULL,
  CONSTRAINT event_location_pkey PRIMARY KEY (slug, location_id));

-- Somebody's way in through a partner, good once (contract.md A.3).
CREATE TABLE sso_token (
  token_digest bytea NOT NULL, org_id uuid NOT NULL, user_id uuid NOT NULL, expires_at bigint NOT NULL, created_at bigint NOT NULL,
  redeemed_at bigint,
  CONSTRAINT sso_token_pkey PRIMARY KEY (token_digest));

CREATE INDEX sso_token_by_expiry ON sso_token (expires_at);

-- A signed-in browser, known by the digest of its cookie.
CREATE TABLE browser_session (
  session_digest bytea NOT NULL, org_id uuid NOT NULL, user_id uuid NOT NULL, expires_at bigint NOT NULL, created_at bigint NOT NULL,
  CONSTRAINT browser_session_pkey PRIMARY KEY (session_digest));

CREATE INDEX browser_session_by_expiry ON browser_session (expires_at);

-- one person of an organisation is one row, also when two sign-ins create it at once
CREATE UNIQUE INDEX org_user_by_email ON org_user (org_id, email);

-- the organisation that an API client was made for (contract.md A.2); null: the partner's first one
ALTER TABLE api_client ADD COLUMN org_id uuid;
