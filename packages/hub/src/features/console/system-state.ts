import { statfs } from "node:fs/promises";
import type { SystemState } from "@ticketrail/contract";
import { oldestIdOf } from "../../base/id.ts";
import { pendingMigrations } from "../../storage/migrate.ts";
import { measureAttempts } from "../../storage/tables/console-attempt.ts";
import { countDead } from "../../storage/tables/console-delivery.ts";
import { listMigrations, measureDatabase } from "../../storage/tables/console-settings.ts";
import { measureRequests } from "../../storage/tables/request-log.ts";
import { serverVersion } from "../../storage/tables/server.ts";
import type { ConsoleParts } from "./console.ts";

/** What the system's screen needs to know of the process. */
export interface SystemParts extends ConsoleParts {
	version: string;
	environment: "test" | "live";
	database_kind: "embedded" | "server";
	/** where the hub's own files are; its disk is looked at */
	data_dir: string;
	/** epoch ms */
	started_at: number;
	droppedLogRows(): number;
}

const HOUR_MS = 3_600_000;

/** How the installation does. */
export async function systemState(parts: SystemParts): Promise<SystemState> {
	const { db, queue, clock } = parts;
	const now = clock.now();
	const [version, size, migrations, pending, queues, attempts, dead, requests, disk] = await Promise.all([
		serverVersion(db),
		measureDatabase(db),
		listMigrations(db),
		pendingMigrations(db),
		queue.stats(now),
		measureAttempts(db, now - HOUR_MS),
		countDead(db, null),
		measureRequests(db, oldestIdOf(now - HOUR_MS)),
		diskOf(parts.data_dir),
	]);
	return {
		version: parts.version,
		node: process.version,
		started_at: parts.started_at,
		environment: parts.environment,
		database: { kind: parts.database_kind, version: `PostgreSQL ${version}`, ...size },
		migrations: { applied: migrations.length, latest: migrations.at(-1) ?? "", pending: pending.length },
		queues: queues.map(({ name, waiting, running, oldest_at }) => ({
			...{ name, waiting, running },
			...(oldest_at !== null && { oldest_age_ms: Math.max(0, Math.round(now - oldest_at)) }),
		})),
		deliveries: {
			last_hour: quantiles(attempts),
			dead: dead.reduce((all, row) => all + row.dead, 0),
			parked: dead.reduce((all, row) => all + row.parked, 0),
		},
		requests: {
			last_hour: quantiles(requests),
			errors: requests.errors,
			error_rate: requests.count === 0 ? 0 : requests.errors / requests.count,
			dropped_log_rows: parts.droppedLogRows(),
		},
		...(disk && { disk }),
		as_of: now,
	};
}

function quantiles(of: { count: number; p50_ms: number | null; p95_ms: number | null }) {
	return {
		count: of.count,
		...(of.p50_ms !== null && { p50_ms: of.p50_ms }),
		...(of.p95_ms !== null && { p95_ms: of.p95_ms }),
	};
}

/** The disk of a directory; undefined where there is none, as with a database elsewhere. */
async function diskOf(path: string): Promise<SystemState["disk"] | undefined> {
	try {
		const { bavail, blocks, bsize } = await statfs(path);
		return { path, free_bytes: bavail * bsize, size_bytes: blocks * bsize };
	} catch {
		return undefined;
	}
}
