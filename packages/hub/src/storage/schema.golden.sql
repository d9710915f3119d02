CREATE TABLE api_client (
  client_id text NOT NULL,
  partner_id uuid NOT NULL,
  name text NOT NULL,
  secret_digest bytea NOT NULL,
  scopes text NOT NULL,
  created_at bigint NOT NULL,
  revoked_at bigint,
  org_id uuid,
  CONSTRAINT api_client_pkey PRIMARY KEY (client_id)
);

CREATE TABLE attempt (
  org_id uuid NOT NULL,
  delivery_id uuid NOT NULL,
  attempt integer NOT NULL,
  stage text NOT NULL,
  status integer,
  response text,
  latency_ms integer NOT NULL,
  at bigint NOT NULL,
  CONSTRAINT attempt_pkey PRIMARY KEY (org_id, delivery_id, attempt)
);
CREATE INDEX attempt_by_time ON attempt USING btree (org_id, at);

CREATE TABLE audit (
  org_id uuid NOT NULL,
  audit_id uuid NOT NULL,
  actor text NOT NULL,
  action text NOT NULL,
  subject text NOT NULL,
  detail text NOT NULL,
  at bigint NOT NULL,
  CONSTRAINT audit_pkey PRIMARY KEY (org_id, audit_id)
);

CREATE TABLE bind_confirmation (
  org_id uuid NOT NULL,
  bind_id uuid NOT NULL,
  integration_id uuid NOT NULL,
  idempotency_key text NOT NULL,
  request_digest text NOT NULL,
  result text NOT NULL,
  created_by text NOT NULL,
  created_at bigint NOT NULL,
  CONSTRAINT bind_confirmation_pkey PRIMARY KEY (org_id, bind_id)
);
CREATE UNIQUE INDEX bind_confirmation_by_key ON bind_confirmation USING btree (org_id, integration_id, idempotency_key);

CREATE TABLE bind_draft (
  org_id uuid NOT NULL,
  integration_id uuid NOT NULL,
  version integer NOT NULL,
  decisions text NOT NULL,
  saved_by text NOT NULL,
  saved_at bigint NOT NULL,
  CONSTRAINT bind_draft_pkey PRIMARY KEY (org_id, integration_id)
);

CREATE TABLE binding (
  org_id uuid NOT NULL,
  binding_id uuid NOT NULL,
  location_id uuid NOT NULL,
  integration_id uuid NOT NULL,
  slug text NOT NULL,
  dsp_location_id text NOT NULL,
  dsp_store_name text NOT NULL,
  status text NOT NULL,
  connected_at bigint,
  menu_hash text,
  dsp_paused_until bigint,
  created_by text NOT NULL,
  created_at bigint NOT NULL,
  ended_at bigint,
  dsp_status text,
  menu_ids text,
  bind_id uuid,
  reason text,
  brand_name text,
  arrived_at bigint,
  paused_at bigint,
  paused_until bigint,
  paused_by text,
  CONSTRAINT binding_pkey PRIMARY KEY (org_id, binding_id)
);
CREATE UNIQUE INDEX binding_active_by_store ON binding USING btree (org_id, slug, dsp_location_id) WHERE (ended_at IS NULL);
CREATE INDEX binding_by_location ON binding USING btree (org_id, location_id);
CREATE INDEX binding_left_paused ON binding USING btree (org_id, slug, dsp_location_id) WHERE ((ended_at IS NOT NULL) AND (paused_at IS NOT NULL));

CREATE TABLE browser_session (
  session_digest bytea NOT NULL,
  org_id uuid,
  user_id uuid,
  expires_at bigint NOT NULL,
  created_at bigint NOT NULL,
  operator_id uuid,
  seen_at bigint,
  CONSTRAINT browser_session_pkey PRIMARY KEY (session_digest)
);
CREATE INDEX browser_session_by_expiry ON browser_session USING btree (expires_at);

CREATE TABLE catalog_object (
  org_id uuid NOT NULL,
  location_id uuid NOT NULL,
  kind text NOT NULL,
  provider_id text NOT NULL,
  stream_id uuid NOT NULL,
  sold_as text,
  body text NOT NULL,
  hash text NOT NULL,
  "position" integer NOT NULL,
  is_active boolean NOT NULL,
  price_amount bigint,
  price_currency text,
  version integer NOT NULL,
  retired_at bigint,
  family_id text,
  CONSTRAINT catalog_object_pkey PRIMARY KEY (org_id, location_id, kind, provider_id)
);
CREATE UNIQUE INDEX catalog_object_by_stream_id ON catalog_object USING btree (org_id, location_id, stream_id);

CREATE TABLE catalog_version (
  org_id uuid NOT NULL,
  location_id uuid NOT NULL,
  version integer NOT NULL,
  hash text NOT NULL,
  objects integer NOT NULL,
  warnings text NOT NULL,
  root text NOT NULL,
  created_at bigint NOT NULL,
  CONSTRAINT catalog_version_pkey PRIMARY KEY (org_id, location_id, version)
);

CREATE TABLE commit_marker (
  marker smallint
);

CREATE TABLE delivery (
  org_id uuid NOT NULL,
  delivery_id uuid NOT NULL,
  integration_id uuid NOT NULL,
  slug text NOT NULL,
  type text NOT NULL,
  order_id uuid,
  binding_id uuid,
  body text NOT NULL,
  state text NOT NULL,
  reason text,
  attempts integer NOT NULL DEFAULT 0,
  created_at bigint NOT NULL,
  updated_at bigint NOT NULL,
  replayed_at_attempt integer NOT NULL DEFAULT 0,
  CONSTRAINT delivery_pkey PRIMARY KEY (org_id, delivery_id)
);
CREATE INDEX delivery_by_order ON delivery USING btree (org_id, order_id) WHERE (order_id IS NOT NULL);
CREATE INDEX delivery_dead ON delivery USING btree (org_id, state) WHERE (state = 'dead'::text);

CREATE TABLE dsp_store (
  org_id uuid NOT NULL,
  integration_id uuid NOT NULL,
  provider_id text NOT NULL,
  name text NOT NULL,
  address text NOT NULL,
  created_at bigint NOT NULL,
  updated_at bigint NOT NULL,
  CONSTRAINT dsp_store_pkey PRIMARY KEY (org_id, integration_id, provider_id)
);

CREATE TABLE event_location (
  slug text NOT NULL,
  location_id uuid NOT NULL,
  org_id uuid NOT NULL,
  reference_id text NOT NULL,
  CONSTRAINT event_location_pkey PRIMARY KEY (slug, location_id)
);

CREATE TABLE event_partner (
  slug text NOT NULL,
  event_partner_id uuid NOT NULL,
  url text NOT NULL,
  secret_sealed bytea NOT NULL,
  events text NOT NULL,
  created_at bigint NOT NULL,
  former_secret_sealed bytea,
  rotated_at bigint,
  CONSTRAINT event_partner_pkey PRIMARY KEY (slug)
);

CREATE TABLE image_check (
  org_id uuid NOT NULL,
  url_digest text NOT NULL,
  url text NOT NULL,
  problem text,
  failures integer NOT NULL,
  retry_at bigint,
  checked_at bigint NOT NULL,
  CONSTRAINT image_check_pkey PRIMARY KEY (org_id, url_digest)
);

CREATE TABLE inbox (
  org_id uuid NOT NULL,
  inbox_id uuid NOT NULL,
  slug text NOT NULL,
  type text NOT NULL,
  digest text NOT NULL,
  body text NOT NULL,
  effect text NOT NULL,
  received_at bigint NOT NULL,
  location_id uuid,
  CONSTRAINT inbox_pkey PRIMARY KEY (org_id, inbox_id)
);
CREATE INDEX inbox_by_location ON inbox USING btree (org_id, location_id, received_at) WHERE (location_id IS NOT NULL);

CREATE TABLE integration (
  org_id uuid NOT NULL,
  integration_id uuid NOT NULL,
  slug text NOT NULL,
  type text NOT NULL,
  status text NOT NULL,
  return_url text,
  redirect_uri text,
  code_digest bytea,
  account_id text,
  access_token_sealed bytea,
  refresh_token_sealed bytea,
  token_expires_at bigint,
  token_version integer NOT NULL DEFAULT 0,
  lease_owner uuid,
  lease_expires_at bigint,
  health text NOT NULL DEFAULT 'unknown'::text,
  health_reason text,
  created_at bigint NOT NULL,
  updated_at bigint NOT NULL,
  swept_at bigint,
  lease_session text,
  lease_missing text,
  CONSTRAINT integration_pkey PRIMARY KEY (org_id, integration_id)
);

CREATE TABLE location (
  org_id uuid NOT NULL,
  location_id uuid NOT NULL,
  integration_id uuid NOT NULL,
  slug text NOT NULL,
  provider_id text NOT NULL,
  name text NOT NULL,
  address text NOT NULL,
  timezone text,
  prep_time_minutes integer,
  status text NOT NULL,
  paused_until bigint,
  catalog_version integer NOT NULL DEFAULT 0,
  synced_at bigint,
  created_at bigint NOT NULL,
  updated_at bigint NOT NULL,
  sync_job_id uuid,
  sync_error text,
  holidays text,
  image_warnings text,
  CONSTRAINT location_pkey PRIMARY KEY (org_id, location_id)
);
CREATE INDEX location_by_name ON location USING btree (org_id, name, location_id);
CREATE UNIQUE INDEX location_by_provider_id ON location USING btree (org_id, slug, provider_id);

CREATE TABLE menu_publication (
  org_id uuid NOT NULL,
  publication_id uuid NOT NULL,
  binding_id uuid NOT NULL,
  location_id uuid NOT NULL,
  slug text NOT NULL,
  catalog_version integer NOT NULL,
  menu_hash text NOT NULL,
  body text,
  created_at bigint NOT NULL,
  file bytea,
  CONSTRAINT menu_publication_pkey PRIMARY KEY (org_id, publication_id)
);
CREATE INDEX menu_publication_by_binding ON menu_publication USING btree (org_id, binding_id, created_at);

CREATE TABLE oauth_exchange (
  org_id uuid NOT NULL,
  integration_id uuid NOT NULL,
  grant_type text NOT NULL,
  outcome text NOT NULL,
  status integer,
  redirect_uri text,
  code_masked text,
  detail text,
  at bigint NOT NULL,
  CONSTRAINT oauth_exchange_pkey PRIMARY KEY (org_id, integration_id)
);

CREATE TABLE onboarding_link (
  link_id uuid NOT NULL,
  org_id uuid NOT NULL,
  partner_id uuid NOT NULL,
  kind text NOT NULL,
  origin text,
  source text,
  integration_id uuid,
  token_digest bytea NOT NULL,
  created_by text NOT NULL,
  created_at bigint NOT NULL,
  expires_at bigint NOT NULL,
  opened_at bigint,
  session_digest bytea,
  session_expires_at bigint,
  CONSTRAINT onboarding_link_pkey PRIMARY KEY (link_id)
);
CREATE UNIQUE INDEX onboarding_link_by_session ON onboarding_link USING btree (session_digest) WHERE (session_digest IS NOT NULL);

CREATE TABLE operator (
  operator_id uuid NOT NULL,
  email text NOT NULL,
  password_hash text,
  created_at bigint NOT NULL,
  last_seen_at bigint,
  CONSTRAINT operator_pkey PRIMARY KEY (operator_id)
);
CREATE UNIQUE INDEX operator_by_email ON operator USING btree (email);

CREATE TABLE operator_link (
  token_digest bytea NOT NULL,
  operator_id uuid NOT NULL,
  expires_at bigint NOT NULL,
  created_at bigint NOT NULL,
  redeemed_at bigint,
  CONSTRAINT operator_link_pkey PRIMARY KEY (token_digest)
);

CREATE TABLE order_courier (
  org_id uuid NOT NULL,
  order_id uuid NOT NULL,
  delivery_status text,
  driver text,
  updated_at bigint NOT NULL,
  CONSTRAINT order_courier_pkey PRIMARY KEY (org_id, order_id)
);

CREATE TABLE order_event (
  org_id uuid NOT NULL,
  order_id uuid NOT NULL,
  event_id uuid NOT NULL,
  type text NOT NULL,
  actor text NOT NULL,
  state text,
  injection text,
  evidence text,
  at bigint NOT NULL,
  CONSTRAINT order_event_pkey PRIMARY KEY (org_id, order_id, event_id)
);
CREATE INDEX order_event_by_id ON order_event USING btree (event_id);

CREATE TABLE orders (
  org_id uuid NOT NULL,
  order_id uuid NOT NULL,
  slug text NOT NULL,
  dsp_location_id text NOT NULL,
  dsp_order_id text NOT NULL,
  integration_id uuid NOT NULL,
  binding_id uuid,
  location_id uuid,
  state text NOT NULL,
  injection text NOT NULL,
  body text NOT NULL,
  pos_order_id text,
  estimated_ready_at bigint,
  verdict text,
  verdict_reason text,
  received_at bigint NOT NULL,
  deadline_at bigint NOT NULL,
  updated_at bigint NOT NULL,
  CONSTRAINT orders_pkey PRIMARY KEY (org_id, order_id)
);
CREATE UNIQUE INDEX orders_by_dsp_order ON orders USING btree (org_id, slug, dsp_location_id, dsp_order_id);
CREATE INDEX orders_by_id ON orders USING btree (order_id);
CREATE INDEX orders_by_location ON orders USING btree (org_id, location_id, order_id);
CREATE INDEX orders_by_pos_order ON orders USING btree (org_id, location_id, pos_order_id) WHERE (pos_order_id IS NOT NULL);
CREATE INDEX orders_open ON orders USING btree (org_id, order_id) WHERE (injection <> ALL (ARRAY['accepted'::text, 'rejected'::text, 'expired'::text]));

CREATE TABLE org (
  org_id uuid NOT NULL,
  partner_id uuid NOT NULL,
  provider_id text,
  name text NOT NULL,
  created_at bigint NOT NULL,
  CONSTRAINT org_pkey PRIMARY KEY (org_id)
);
CREATE INDEX org_by_name ON org USING btree (name, org_id);
CREATE UNIQUE INDEX org_by_partner ON org USING btree (partner_id, provider_id);

CREATE TABLE org_user (
  org_id uuid NOT NULL,
  user_id uuid NOT NULL,
  email text NOT NULL,
  first_name text,
  last_name text,
  full_name text,
  phone_number text,
  role text NOT NULL,
  created_at bigint NOT NULL,
  CONSTRAINT org_user_pkey PRIMARY KEY (org_id, user_id)
);
CREATE UNIQUE INDEX org_user_by_email ON org_user USING btree (org_id, email);

CREATE TABLE partner (
  partner_id uuid NOT NULL,
  name text NOT NULL,
  return_url_origins text NOT NULL DEFAULT '[]'::text,
  created_at bigint NOT NULL,
  theme text,
  CONSTRAINT partner_pkey PRIMARY KEY (partner_id)
);

CREATE TABLE pos_feed (
  org_id uuid NOT NULL,
  location_id uuid NOT NULL,
  habit_ms bigint,
  learned_at bigint NOT NULL,
  quiet_since bigint,
  missing_since bigint,
  CONSTRAINT pos_feed_pkey PRIMARY KEY (org_id, location_id)
);

CREATE TABLE provider (
  slug text NOT NULL,
  provider_id uuid NOT NULL,
  type text NOT NULL,
  name text NOT NULL,
  base_url text NOT NULL,
  paths text NOT NULL,
  auth text NOT NULL,
  client_id text NOT NULL,
  client_secret_sealed bytea NOT NULL,
  webhook_secrets_sealed bytea NOT NULL,
  settings text NOT NULL,
  created_at bigint NOT NULL,
  updated_at bigint NOT NULL,
  paused_at bigint,
  CONSTRAINT provider_pkey PRIMARY KEY (slug)
);

CREATE TABLE request_log (
  log_id uuid NOT NULL,
  at bigint NOT NULL,
  surface text NOT NULL,
  method text NOT NULL,
  route text NOT NULL,
  status integer NOT NULL,
  code text,
  ms double precision NOT NULL,
  request_id uuid NOT NULL,
  org_id uuid,
  source text,
  CONSTRAINT request_log_pkey PRIMARY KEY (log_id)
);
CREATE INDEX request_log_by_org ON request_log USING btree (org_id, log_id) WHERE (org_id IS NOT NULL);
CREATE INDEX request_log_by_request ON request_log USING btree (request_id);

CREATE TABLE route_dsp_store (
  slug text NOT NULL,
  dsp_location_id text NOT NULL,
  org_id uuid NOT NULL,
  binding_id uuid NOT NULL,
  CONSTRAINT route_dsp_store_pkey PRIMARY KEY (slug, dsp_location_id)
);

CREATE TABLE route_integration (
  integration_id uuid NOT NULL,
  org_id uuid NOT NULL,
  partner_id uuid NOT NULL,
  slug text NOT NULL,
  CONSTRAINT route_integration_pkey PRIMARY KEY (integration_id)
);

CREATE TABLE route_menu (
  token_digest bytea NOT NULL,
  org_id uuid NOT NULL,
  publication_id uuid NOT NULL,
  CONSTRAINT route_menu_pkey PRIMARY KEY (token_digest)
);
CREATE INDEX route_menu_by_publication ON route_menu USING btree (publication_id);

CREATE TABLE route_pos_location (
  slug text NOT NULL,
  pos_location_id text NOT NULL,
  org_id uuid NOT NULL,
  location_id uuid NOT NULL,
  CONSTRAINT route_pos_location_pkey PRIMARY KEY (slug, pos_location_id, org_id)
);

CREATE TABLE schema_migration (
  version integer NOT NULL,
  name text NOT NULL,
  checksum text NOT NULL,
  applied_at bigint NOT NULL,
  CONSTRAINT schema_migration_pkey PRIMARY KEY (version)
);

CREATE TABLE sso_token (
  token_digest bytea NOT NULL,
  org_id uuid NOT NULL,
  user_id uuid NOT NULL,
  expires_at bigint NOT NULL,
  created_at bigint NOT NULL,
  redeemed_at bigint,
  CONSTRAINT sso_token_pkey PRIMARY KEY (token_digest)
);
CREATE INDEX sso_token_by_expiry ON sso_token USING btree (expires_at);

CREATE TABLE token (
  token_digest bytea NOT NULL,
  kind text NOT NULL,
  family_id uuid NOT NULL,
  client_id text NOT NULL,
  partner_id uuid NOT NULL,
  scopes text NOT NULL,
  expires_at bigint NOT NULL,
  created_at bigint NOT NULL,
  consumed_at bigint,
  revoked_at bigint,
  successor_sealed bytea,
  CONSTRAINT token_pkey PRIMARY KEY (token_digest)
);
CREATE INDEX token_by_family ON token USING btree (family_id);

CREATE TABLE unroutable_order (
  unroutable_id uuid NOT NULL,
  slug text NOT NULL,
  dsp_location_id text NOT NULL,
  dsp_order_id text NOT NULL,
  body text NOT NULL,
  times integer NOT NULL,
  received_at bigint NOT NULL,
  last_received_at bigint NOT NULL,
  respond_by bigint NOT NULL,
  CONSTRAINT unroutable_order_pkey PRIMARY KEY (unroutable_id)
);
CREATE UNIQUE INDEX unroutable_order_by_dsp_order ON unroutable_order USING btree (slug, dsp_location_id, dsp_order_id);

ALTER TABLE binding ADD CONSTRAINT binding_integration_fkey FOREIGN KEY (org_id, integration_id) REFERENCES integration(org_id, integration_id);
ALTER TABLE binding ADD CONSTRAINT binding_location_fkey FOREIGN KEY (org_id, location_id) REFERENCES location(org_id, location_id);
ALTER TABLE location ADD CONSTRAINT location_integration_fkey FOREIGN KEY (org_id, integration_id) REFERENCES integration(org_id, integration_id);
ALTER TABLE order_event ADD CONSTRAINT order_event_order_fkey FOREIGN KEY (org_id, order_id) REFERENCES orders(org_id, order_id);
