-- A link that staff paused: paused_at is set while it is one, or until paused_until is past (null: until it is resumed). On an ended link it says that its store was left closed at the DSP.
ALTER TABLE binding ADD COLUMN paused_at bigint, ADD COLUMN paused_until bigint, ADD COLUMN paused_by text;

CREATE INDEX binding_left_paused ON binding (org_id, slug, dsp_location_id) WHERE ended_at IS NOT NULL AND paused_at IS NOT NULL;
