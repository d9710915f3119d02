-- The installation's own staff. Without password_hash somebody signs in by a one-time link only.
CREATE TABLE operator (
  operator_id uuid NOT NULL, email text NOT NULL, password_hash text, created_at bigint NOT NULL, last_seen_at bigint,
  CONSTRAINT operator_pkey PRIMARY KEY (operator_id));

CREATE UNIQUE INDEX operator_by_email ON operator (email);

CREATE TABLE operator_link (
  token_digest bytea NOT NULL, operator_id uuid NOT NULL, expires_at bigint NOT NULL, created_at bigint NOT NULL, redeemed_at bigint,
  CONSTRAINT operator_link_pkey PRIMARY KEY (token_digest));

-- a session is a merchant's person's (org_id and user_id) or an operator's (operator_id); seen_at: when it was last used
ALTER TABLE browser_session ALTER COLUMN org_id DROP NOT NULL;

ALTER TABLE browser_session ALTER COLUMN user_id DROP NOT NULL;

ALTER TABLE browser_session ADD COLUMN operator_id uuid;

ALTER TABLE browser_session ADD COLUMN seen_at bigint;

-- theme: how the console looks for this partner's merchants, JSON
ALTER TABLE partner ADD COLUMN theme text;

-- One row for each request that came in. Local: no tenant's data, written in batches beside the hot path, and dropped rather than waited for.
CREATE TABLE request_log (
  log_id uuid NOT NULL, at bigint NOT NULL, surface text NOT NULL, method text NOT NULL, route text NOT NULL, status integer NOT NULL,
  code text, ms double precision NOT NULL, request_id uuid NOT NULL, org_id uuid, source text,
  CONSTRAINT request_log_pkey PRIMARY KEY (log_id));

CREATE INDEX request_log_by_org ON request_log (org_id, log_id) WHERE org_id IS NOT NULL;

CREATE INDEX request_log_by_request ON request_log (request_id);

-- Orders for stores that no connected merchant has: the DSP was answered 404, a person can still look. Local: their tenant is unknown.
CREATE TABLE unroutable_order (
  unroutable_id uuid NOT NULL, slug text NOT NULL, dsp_location_id text NOT NULL, dsp_order_id text NOT NULL, body text NOT NULL,
  times integer NOT NULL, received_at bigint NOT NULL, last_received_at bigint NOT NULL, respond_by bigint NOT NULL,
  CONSTRAINT unroutable_order_pkey PRIMARY KEY (unroutable_id));

CREATE UNIQUE INDEX unroutable_order_by_dsp_order ON unroutable_order (slug, dsp_location_id, dsp_order_id);

-- bind_id: the confirmation that made the link. reason: typed because a hard fact differed. brand_name: a virtual brand in that kitchen.
ALTER TABLE binding ADD COLUMN bind_id uuid;

ALTER TABLE binding ADD COLUMN reason text;

ALTER TABLE binding ADD COLUMN brand_name text;

ALTER TABLE binding ADD COLUMN arrived_at bigint;

-- A confirmation of links at the console, with what it answered, so that a repetition gets the same.
CREATE TABLE bind_confirmation (
  org_id uuid NOT NULL, bind_id uuid NOT NULL, integration_id uuid NOT NULL, idempotency_key text NOT NULL, request_digest text NOT NULL,
  result text NOT NULL, created_by text NOT NULL, created_at bigint NOT NULL,
  CONSTRAINT bind_confirmation_pkey PRIMARY KEY (org_id, bind_id));

CREATE UNIQUE INDEX bind_confirmation_by_key ON bind_confirmation (org_id, integration_id, idempotency_key);

CREATE TABLE bind_draft (
  org_id uuid NOT NULL, integration_id uuid NOT NULL, version integer NOT NULL, decisions text NOT NULL, saved_by text NOT NULL,
  saved_at bigint NOT NULL,
  CONSTRAINT bind_draft_pkey PRIMARY KEY (org_id, integration_id));

-- the last conversation of an integration about a token, secrets masked before they are written
CREATE TABLE oauth_exchange (
  org_id uuid NOT NULL, integration_id uuid NOT NULL, grant_type text NOT NULL, outcome text NOT NULL, status integer, redirect_uri text,
  code_masked text, detail text, at bigint NOT NULL,
  CONSTRAINT oauth_exchange_pkey PRIMARY KEY (org_id, integration_id));

-- live news read the log of all tenants by time; attempts are looked at newest first
CREATE INDEX order_event_by_id ON order_event (event_id);

CREATE INDEX attempt_by_time ON attempt (org_id, at);

CREATE INDEX orders_by_location ON orders (org_id, location_id, order_id);

CREATE INDEX location_by_name ON location (org_id, name, location_id);

CREATE INDEX org_by_name ON org (name, org_id);

CREATE INDEX orders_by_id ON orders (order_id);
