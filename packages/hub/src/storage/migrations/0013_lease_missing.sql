-- Since when the holder of a lease has no session, by the database's clock: `<lease_owner> <epoch ms>`. Another owner in front: it says nothing.
ALTER TABLE integration ADD COLUMN lease_missing text;
