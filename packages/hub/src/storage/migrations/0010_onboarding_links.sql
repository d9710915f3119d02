-- A way for one merchant to onboard on the hub's pages. token_digest is used up by opening it once; then session_digest is what the page shows. origin: where a widget may be framed. source, integration_id: what it is limited to.
CREATE TABLE onboarding_link (
  link_id uuid NOT NULL, org_id uuid NOT NULL, partner_id uuid NOT NULL, kind text NOT NULL, origin text, source text, integration_id uuid,
  token_digest bytea NOT NULL, created_by text NOT NULL, created_at bigint NOT NULL, expires_at bigint NOT NULL, opened_at bigint,
  session_digest bytea, session_expires_at bigint,
  CONSTRAINT onboarding_link_pkey PRIMARY KEY (link_id));

CREATE UNIQUE INDEX onboarding_link_by_session ON onboarding_link (session_digest) WHERE session_digest IS NOT NULL;
