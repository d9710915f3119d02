import { hash } from "node:crypto";
import type { ImageReading } from "../../clients/image-client.ts";
import type { JobHandler, Tx } from "../../delivery/index.ts";
import {
	findImageChecks,
	type ImageCheckRow,
	listPictures,
	setImageWarnings,
	upsertImageChecks,
} from "../../storage/tables/image-check.ts";
import type { CatalogParts, LocationTarget } from "./catalog.ts";
import { createPause } from "./check-catalog.ts";
import { faultOf } from "./image-rules.ts";
import { createWarnings, nameOf } from "./warnings.ts";

/** Pictures that one job reads; the rest is left to the next, so that none runs out of its time. */
const AT_ONCE = 300;
const SIDE_BY_SIDE = 8;
/** Pictures of one host in a row that got no answer, after which its others are not tried in this job. */
const SILENT_MOST = 3;
/** Seconds until a picture that could not be read is tried again; then only under another address. */
const RETRY_SECONDS = [300, 3600, 21_600, 86_400];

/** A picture and the first object that shows it. */
interface Pictured {
	url: string;
	url_digest: string;
	shown_by: string;
}

type Known = Pick<ImageCheckRow, "url_digest" | "problem" | "failures" | "retry_at">;

/** Ask for a look at a location's pictures, in the transaction that changed its catalog. */
export function requestImageCheck(tx: Tx, { org_id, location_id }: LocationTarget, start_after?: number): void {
	tx.send("catalog.images", { org_id, location_id }, start_after === undefined ? {} : { start_after });
}

/**
 * The handler of `catalog.images`: read the heads of pictures that nobody has looked at yet, and write down which of them a
 * channel may refuse (contract.md B.4.8). It runs apart from the sync, so a host that does not answer delays nothing else.
 */
export function createImageJob(parts: CatalogParts): JobHandler {
	const { db, queue, clock, log } = parts;
	return async (job) => {
		const target = { org_id: String(job.data.org_id), location_id: String(job.data.location_id) };
		const pictures = await picturesOf(parts, target);
		const known = new Map<string, Known>();
		for (const row of await findImageChecks(db, target.org_id, [...pictures.keys()])) known.set(row.url_digest, row);
		const now = clock.now();
		const due = [...pictures.values()].filter((picture) => isDue(known.get(picture.url_digest), now));
		const read = await readAll(parts, due, known);
		for (const row of read) known.set(row.url_digest, row);
		const image_warnings = JSON.stringify(warningsOf(pictures, known));
		const retries = read.flatMap(({ retry_at }) => retry_at ?? []);
		await queue.transaction(async (tx) => {
			await upsertImageChecks(tx, target.org_id, read);
			await setImageWarnings(tx, { ...target, image_warnings });
			if (due.length > read.length) requestImageCheck(tx, target);
			else if (retries.length > 0) requestImageCheck(tx, target, Math.min(...retries));
			tx.complete("catalog.images", job);
		});
		if (read.length > 0)
			log.info("catalog.images_checked", { ...target, count: read.length, warnings: retries.length });
	};
}

function isDue(known: Known | undefined, now: number): boolean {
	return known === undefined || (known.retry_at !== null && known.retry_at <= now);
}

async function picturesOf({ db }: CatalogParts, target: LocationTarget): Promise<Map<string, Pictured>> {
	const pause = createPause();
	const pictures = new Map<string, Pictured>();
	for (const { kind, provider_id, url } of await listPictures(db, target.org_id, target.location_id)) {
		const url_digest = hash("sha256", url, "base64url");
		if (!pictures.has(url_digest)) pictures.set(url_digest, { url, url_digest, shown_by: nameOf(kind, provider_id) });
		await pause();
	}
	return pictures;
}

/** Read as many of these as one job may; those of a host that does not answer are told without a try, and do not count. */
async function readAll(
	{ images, clock }: CatalogParts,
	pictures: readonly Pictured[],
	known: ReadonlyMap<string, Known>,
): Promise<ImageCheckRow[]> {
	const waiting = pictures.values();
	const silent = new Map<string, number>();
	const rows: ImageCheckRow[] = [];
	let left = AT_ONCE;
	const readers = Array.from({ length: SIDE_BY_SIDE }, async () => {
		for (const picture of waiting) {
			const host = URL.parse(picture.url)?.host ?? "";
			const isSilent = (silent.get(host) ?? 0) >= SILENT_MOST;
			if (!isSilent && left-- <= 0) continue;
			const reading: ImageReading = isSilent
				? { unread: "its host does not answer", isHostSilent: true }
				: await images.read(picture.url);
			if (!isSilent) silent.set(host, "unread" in reading && reading.isHostSilent ? (silent.get(host) ?? 0) + 1 : 0);
			rows.push(rowOf(picture, reading, known.get(picture.url_digest)?.failures ?? 0, clock.now()));
		}
	});
	await Promise.all(readers);
	return rows;
}

function rowOf({ url, url_digest }: Pictured, reading: ImageReading, failures: number, now: number): ImageCheckRow {
	const common = { url, url_digest, checked_at: now };
	if ("head" in reading) return { ...common, problem: faultOf(reading.head) ?? null, failures: 0, retry_at: null };
	const wait_s = RETRY_SECONDS[failures];
	return {
		...common,
		problem: `could not be read: ${reading.unread}`,
		failures: failures + 1,
		retry_at: wait_s === undefined ? null : now + wait_s * 1000,
	};
}

function warningsOf(pictures: ReadonlyMap<string, Pictured>, known: ReadonlyMap<string, Known>): string[] {
	const warnings = createWarnings();
	for (const { url, url_digest, shown_by } of pictures.values()) {
		const problem = known.get(url_digest)?.problem;
		if (problem)
			warnings.add(`${shown_by}: its picture ${problem} (${url.length > 200 ? `${url.slice(0, 199)}…` : url})`);
	}
	return warnings.list();
}
