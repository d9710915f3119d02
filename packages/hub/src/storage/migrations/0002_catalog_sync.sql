-- family_id: the one family that lists an item, so that an order line finds it without reading every family.
ALTER TABLE catalog_object ADD COLUMN family_id text;

-- sync_job_id: the sync of this location that waits in the queue; hints join it. sync_error: why the last sync failed.
ALTER TABLE location ADD COLUMN sync_job_id uuid;

ALTER TABLE location ADD COLUMN sync_error text;

-- old publications are removed together with their addresses
CREATE INDEX route_menu_by_publication ON route_menu (publication_id);

CREATE INDEX menu_publication_by_binding ON menu_publication (org_id, binding_id, created_at);
