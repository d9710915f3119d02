/**
 * Strikes tell a job that ends its hub from one whose hub was ended (reliability.md F30). Each job that a dead hub had claimed
 * gets one, up to here: so many deaths in a row are a suspicion, no proof, for hundreds of others were there too.
 */
export const SUSPECT_FROM = 8;
/**
 * A suspect runs with no other suspect beside it, and gets its strike before it runs: who waits gets none. With so many it
 * goes to quarantine: it ended two hubs more, or failed five times by itself.
 */
export const QUARANTINE_FROM = 10;
/** Who throws did it without doubt. */
export const THROW_STRIKES = 2;

/** What a job has after the death of the hub that had claimed it. */
export function afterDeath(strikes: number): number {
	return Math.max(strikes, Math.min(strikes + 1, SUSPECT_FROM));
}

/** Where the strikes are kept in a job's own data, so that they live and die with it. */
export const STRIKES = "strikes";

/** `afterDeath` for rows of jobs: their data with the strike. */
export const STRUCK = `data || jsonb_build_object('${STRIKES}', greatest(coalesce((data->>'${STRIKES}')::int, 0),
	least(coalesce((data->>'${STRIKES}')::int, 0) + 1, ${SUSPECT_FROM})))`;
