-- Of whose sessions the holder of a lease is, behind the lease's own owner: `<lease_owner> <session name>`. Another owner in front: it says nothing.
ALTER TABLE integration ADD COLUMN lease_session text;
