import { mkdtempSync, rmSync } from "node:fs";
import path from "node:path";
import { startEmbedded } from "@ticketrail/hub";
import { expect } from "vitest";
import { type Fleet, openFleet, roomyFolder } from "../e2e/fleet.ts";
import { type DatabaseLine, layDatabaseLine } from "./database-line.ts";
import type { Cell } from "./table.ts";

/** The fleet of one field of the table, with a line to its database that can fail. */
export interface FaultFleet extends Fleet {
	cell: Cell;
	line: DatabaseLine;
	/** A POS that dedupes may be asked again about an order that may have arrived; any other one must not be. */
	may_ask_again: boolean;
	/** Kill the database server; it is started again by its supervisor. */
	killDatabase(): Promise<void>;
}

/** Long enough for a lost lease to be taken over, short enough to wait for. */
const VERDICT_DEADLINE_S = 30;
/** A worker that died is followed by another one within its lease of 15 s and 2 s more (reliability.md F5). */
export const LEASE_MS = 15_000;

export async function openFaultFleet(cell: Cell): Promise<FaultFleet> {
	const folder = mkdtempSync(path.join(roomyFolder(), "ticketrail-faults-"));
	const server = await startEmbedded({ data_dir: folder });
	const line = await layDatabaseLine(server.url);
	const fleet = await openFleet({
		size: cell.processes === "one process" ? 1 : 2,
		settings: [`delivery_contract=${cell.contract}`],
		dsp_settings: [`verdict_deadline_s=${VERDICT_DEADLINE_S}`],
		database: server,
		through: () => line.url,
	});
	return {
		...fleet,
		...{ cell, line, may_ask_again: cell.contract !== "at_most_once" },
		async killDatabase() {
			const [row] = await fleet.look<{ pid: string }>("SELECT pg_read_file('postmaster.pid') AS pid");
			process.kill(Number(row?.pid.split("\n")[0]), "SIGQUIT");
		},
		async close() {
			await fleet.close();
			await line.close();
			await server.stop();
			rmSync(folder, { recursive: true, force: true });
		},
	};
}

/** What holds for every order whatever happened: at most one effect, one verdict that agrees with it, attempts that are alike. */
export function expectSound(fleet: FaultFleet, ids: readonly string[]): void {
	for (const id of ids) {
		const sent = fleet.requestsFor(id);
		const verdicts = fleet.verdictsOn(id);
		expect(fleet.ticketsFor(id).length, `tickets of ${id}`).toBeLessThanOrEqual(1);
		if (!fleet.may_ask_again) expect(sent.length, `requests for ${id}`).toBeLessThanOrEqual(1);
		expect(new Set(sent.map(({ headers, body }) => `${headers["idempotency-key"]} ${body}`)).size).toBeLessThanOrEqual(
			1,
		);
		expect(new Set(verdicts.map((verdict) => JSON.stringify(verdict))).size, `verdicts on ${id}`).toBe(1);
		if (verdicts[0]?.type === "location.order.accept") expect(fleet.ticketsFor(id), `tickets of ${id}`).toHaveLength(1);
	}
}

/** What a caller may see of a hub in trouble: 2xx, or 503 with the time to come back. */
export function expectHonestAnswers(fleet: FaultFleet, since = 0): void {
	for (const { status, retry_after } of fleet.door.answers.slice(since))
		if (status !== 200) expect([status, retry_after]).toEqual([503, expect.stringMatching(/^[1-9]\d*$/)]);
}

/** Resolves when the DSP has heard the verdict on each of them. */
export async function untilJudged(fleet: FaultFleet, ids: readonly string[], patience_ms = 90_000): Promise<void> {
	await Promise.all(ids.map((id) => fleet.dsp.waitForVerdict(id, patience_ms)));
}
