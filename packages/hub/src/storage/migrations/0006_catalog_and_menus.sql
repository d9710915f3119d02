-- Checked for each row, this one took two thirds of the time in which a large catalog is written; a location is locked while its
-- catalog is written, and is never removed (docs/adr/0011).
ALTER TABLE catalog_object DROP CONSTRAINT catalog_object_location_fkey;

-- file: the menu as JSON in UTF-8 with gzip; body: the JSON itself, of publications from before.
ALTER TABLE menu_publication ADD COLUMN file bytea;

ALTER TABLE menu_publication ALTER COLUMN body DROP NOT NULL;

-- menu_ids: the menus that a store shows, as a JSON array of the POS's ids (contract.md A.4.7); null: all of them.
ALTER TABLE binding ADD COLUMN menu_ids text;
