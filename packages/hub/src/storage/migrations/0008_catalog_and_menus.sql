-- Checked for each row, this one took two thirds of the time in which a large catalog is written; a location is locked while its
-- catalog is written, and is never removed (docs/adr/0011).
ALTER TABLE catalog_object DROP CONSTRAINT catalog_object_location_fkey;

-- file: the menu as JSON in UTF-8 with gzip; body: the JSON itself, of publications from before.
ALTER TABLE menu_publication ADD COLUMN file bytea;

ALTER TABLE menu_publication ALTER COLUMN body DROP NOT NULL;

-- menu_ids: the menus that a store shows, as a JSON array of the POS's ids (contract.md A.4.7); null: all of them.
ALTER TABLE binding ADD COLUMN menu_ids text;

-- What is known of a picture by its address, for all locations of an organisation (contract.md B.4.8). problem: what is wrong with it;
-- retry_at: when to try again what could not be read.
CREATE TABLE image_check (
  org_id uuid NOT NULL, url_digest text NOT NULL, url text NOT NULL, problem text, failures integer NOT NULL, retry_at bigint,
  checked_at bigint NOT NULL,
  CONSTRAINT image_check_pkey PRIMARY KEY (org_id, url_digest));

-- image_warnings: what is wrong with the pictures of this location's catalog, sentences as JSON.
ALTER TABLE location ADD COLUMN image_warnings text;
