-- holidays: days with other hours, set at the hub, as JSON (contract.md C.6.3, E.13).
ALTER TABLE location ADD COLUMN holidays text;
