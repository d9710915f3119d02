import { existsSync, readFileSync, readlinkSync, realpathSync } from "node:fs";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { Client } from "pg";
import { randomOf } from "./random.ts";
import type { Town } from "./town.ts";
import { until } from "./until.ts";

/** Something that happens to an order on its way, at which a hub may be struck. */
export const MOMENTS = ["acknowledged", "at_the_pos", "pos_has_answered", "at_the_dsp"] as const;
export type Moment = (typeof MOMENTS)[number];

/** Strikes hubs and the database, as often as it is told, spread over the run. */
export interface Kills {
	readonly hub_kills: number;
	readonly database_kills: number;
	/** Tell it of every moment of every order: some strikes wait for one. */
	onMoment(moment: Moment): void;
	/** Strike until all are done; resolves then. */
	run(): Promise<void>;
}

/** How long a strike waits for its moment before it comes anyway, as a share of the time between two strikes. */
const PATIENCE = 0.3;
/** On a machine that is behind with its strikes, the shortest rest between two, as such a share. */
const REST = 0.3;
/** A slow machine has so many times the planned seconds for all strikes. */
const LONGEST = 5;

/** Resolves when it takes connections again, or after its patience, which is longer than any recovery. */
async function untilDatabaseIsBack(url: string): Promise<void> {
	const canConnect = async () => {
		const client = new Client({ connectionString: url, connectionTimeoutMillis: 2000 });
		client.on("error", () => {});
		try {
			await client.connect();
			return true;
		} catch {
			return false;
		} finally {
			await client.end().catch(() => {});
		}
	};
	await until("PostgreSQL is back", canConnect, 600_000, 200).catch(() => {});
}

/** `seconds` of load, `kills` of hubs and `database_kills` of PostgreSQL in them, when and whom the seed says. */
export function planKills(
	town: Town,
	options: { seed: string; seconds: number; kills: number; database_kills: number },
): Kills {
	const counts = { hub: 0, database: 0 };
	let awaited: { moment: Moment; left: number; strike: () => void } | undefined;

	/** One of the hubs, by turns, so that each has its life; one time in ten all of them at once. */
	function strikeHub(number: number): void {
		const hubs =
			number % 10 === 9 ? town.hubs : town.hubs.slice(number % town.hubs.length, (number % town.hubs.length) + 1);
		for (const hub of hubs) counts.hub += hub.kill() ? 1 : 0;
	}

	function strikeDatabase(): void {
		try {
			const cluster = path.join(town.database.data_dir, "postgres");
			const [pid] = readFileSync(path.join(cluster, "postmaster.pid"), "utf8").split("\n");
			// the file outlives its server, and another process may have the number by now
			if (existsSync("/proc") && readlinkSync(`/proc/${pid}/cwd`) !== realpathSync(cluster)) return;
			process.kill(Number(pid), "SIGKILL");
			counts.database++;
			const back = town.run.begin({ op: "database.killed" });
			void untilDatabaseIsBack(town.database.url).then(() => back({ kind: "ok" }));
		} catch {
			// it is between two lives
		}
	}

	/** `count` strikes of one kind, each in its part of the run, at a time or a moment that is drawn from the seed for itself. */
	async function strikes(kind: "hub" | "database", count: number, strike: (number: number) => void): Promise<void> {
		const random = randomOf(options.seed, "kills", kind);
		const gap_ms = (options.seconds * 1000) / Math.max(count, 1);
		const begun_at = performance.now();
		const give_up_at = begun_at + options.seconds * 1000 * LONGEST;
		const isOver = () => counts[kind] >= count || performance.now() > give_up_at;
		for (let number = 0; !isOver(); number++) {
			// one strike in eight may hit a hub that is still starting; before the others all have lived, or none ever would
			const isPatient = random() < 7 / 8;
			while (isPatient && !town.hubs.every(({ is_up }) => is_up) && !isOver()) await pause(100);
			// those that hit every hub count for several
			const due_at = begun_at + gap_ms * (counts[kind] + 0.3 + random() * 0.4);
			await pause(Math.max(due_at - performance.now(), gap_ms * REST));
			if (random() < 0.5) strike(number);
			else await atMoment(random, gap_ms * PATIENCE, () => strike(number));
		}
	}

	async function atMoment(draw: () => number, patience_ms: number, strike: () => void): Promise<void> {
		const moment = MOMENTS[Math.floor(draw() * MOMENTS.length)] ?? "acknowledged";
		await new Promise<void>((resolve) => {
			const done = () => {
				clearTimeout(timer);
				awaited = undefined;
				strike();
				resolve();
			};
			const timer = setTimeout(done, patience_ms);
			awaited = { moment, left: 1 + Math.floor(draw() * 8), strike: done };
		});
	}

	return {
		get hub_kills() {
			return counts.hub;
		},
		get database_kills() {
			return counts.database;
		},
		onMoment(moment) {
			if (awaited?.moment === moment && --awaited.left <= 0) awaited.strike();
		},
		async run() {
			// one strike in ten takes every hub, so there are fewer strikes than kills
			await Promise.all([
				strikes("hub", options.kills, strikeHub),
				strikes("database", options.database_kills, strikeDatabase),
			]);
		},
	};
}
