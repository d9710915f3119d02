import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { type Figures, runCampaign } from "../campaign.ts";
import type { CheckReport } from "../check/report.ts";
import { buildSabotaged } from "./build.ts";
import type { Course } from "./courses.ts";
import type { Sabotage } from "./hubs.ts";

/** What the checker made of one sabotaged hub. */
export interface Caught {
	name: string;
	/** One of the invariants that this mistake breaks was found broken. */
	is_caught: boolean;
	by_invariant: Record<string, number>;
	/** What was found first, in words. */
	first: string;
	orders: number;
	elapsed_s: number;
}

/** Build the sabotaged hub, run it through its course, and see whether the checker finds it out. */
export async function catchSabotage(sabotage: Sabotage, options: { seed: string; patience: number }): Promise<Caught> {
	const folder = mkdtempSync(path.join(tmpdir(), `ticketrail-${sabotage.name}-`));
	try {
		const hub_main = buildSabotaged(path.join(folder, "build"), sabotage.patches);
		const { figures, report } = await runCourse(sabotage.course, { ...options, folder, hub_main });
		const first = report.findings.find(({ invariant }) => sabotage.breaks.includes(invariant));
		return {
			name: sabotage.name,
			is_caught: first !== undefined,
			by_invariant: figures.by_invariant,
			first: first === undefined ? "" : `${first.invariant} ${first.order ?? ""}: ${first.text}`,
			orders: figures.orders,
			elapsed_s: figures.elapsed_s,
		};
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

/** Run one course, with the true hub unless `hub_main` names another. */
export async function runCourse(
	{ kills = 0, postgres_kills = 0, seconds = 5, rate = 8, hubs = 2, verdict_deadline_s = 20, ...scenario }: Course,
	options: { seed: string; patience: number; folder: string; hub_main?: string },
): Promise<{ figures: Figures; report: CheckReport }> {
	const { seed, patience, folder, hub_main } = options;
	const history = path.join(folder, "history");
	const figures = await runCampaign({
		...{ kills, postgres_kills, seconds, rate, hubs, verdict_deadline_s, scenario, seed, patience },
		...{ commit: "", faults: 0, folder: history, data_dir: path.join(folder, "data") },
		...(hub_main ? { hub_main } : {}),
	});
	return { figures, report: JSON.parse(readFileSync(path.join(history, "check.json"), "utf8")) as CheckReport };
}
