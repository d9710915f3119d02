import { readFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { randomOf } from "./random.ts";
import type { Town } from "./town.ts";

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
const PATIENCE = 0.5;

/** `seconds` of load, `kills` of hubs and `database_kills` of PostgreSQL in them, when and whom the seed says. */
export function planKills(
	town: Town,
	options: { seed: string; seconds: number; kills: number; database_kills: number },
): Kills {
	const random = randomOf(options.seed, "kills");
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
			const [pid] = readFileSync(path.join(town.database.data_dir, "postgres", "postmaster.pid"), "utf8").split("\n");
			process.kill(Number(pid), "SIGKILL");
			counts.database++;
			town.run.begin({ op: "database.killed" })({ kind: "ok" });
		} catch {
			// it is between two lives
		}
	}

	async function strikes(count: number, gap_ms: number, strike: (number: number) => void, isDone: () => boolean) {
		for (let number = 0; !isDone() && number < count * 3; number++) {
			await pause(gap_ms * (0.4 + random() * 0.5));
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
			const { seconds, kills, database_kills } = options;
			const gap = (count: number) => (seconds * 1000) / Math.max(count, 1);
			await Promise.all([
				// one strike in ten takes every hub, so there are fewer strikes than kills
				strikes(kills, gap(kills), strikeHub, () => counts.hub >= kills),
				strikes(database_kills, gap(database_kills), strikeDatabase, () => counts.database >= database_kills),
			]);
		},
	};
}
