import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, expect, test } from "vitest";
import { runCampaign } from "./campaign.ts";

const folder = mkdtempSync(path.join(tmpdir(), "ticketrail-campaign-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("hubs and their database are killed in the middle of orders, on a bad day for everybody: the checker finds nothing", async () => {
	// another course in every run; a failure shows the seed, and the campaign repeats it:
	// npm run chaos -- --kills 2 --postgres-kills 1 --seconds 5 --rate 8 --seed N
	const figures = await runCampaign({
		...{ seed: String(Date.now() % 1_000_000), commit: "", kills: 2, postgres_kills: 1, seconds: 5, rate: 8, hubs: 2 },
		...{ verdict_deadline_s: 12, faults: 1, folder: path.join(folder, "history"), data_dir: path.join(folder, "data") },
		// the bounds are for a quiet machine; this one runs other suites
		patience: 8,
	});
	const { seed, findings, lost, doubled, late } = figures;
	expect({ seed, findings, lost, doubled, late }).toEqual({ seed, findings: [], lost: 0, doubled: 0, late: 0 });
	expect(figures.kills).toBeGreaterThanOrEqual(2);
	expect(figures.orders).toBeGreaterThan(30);
	expect(figures.accepted).toBeGreaterThan(0);
}, 600_000);
