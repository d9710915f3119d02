import { readFileSync } from "node:fs";
import { connectDatabase } from "@ticketrail/hub";
import { describe, expect, onTestFinished } from "vitest";
import type { DoorAnswer } from "../e2e/door.ts";
import { until } from "../e2e/until.ts";
import { faultTest } from "./cells.ts";
import { expectHonestAnswers, expectSound, type FaultFleet, untilJudged } from "./fault-fleet.ts";
import type { Cell } from "./table.ts";

/** What a database does to those who use it: it dies in the middle, is not there, stands still, and changes its mind. */
export function databaseFaults(cell: Cell, open: () => FaultFleet): void {
	describe("the database", () => {
		faultTest(
			"F09",
			cell,
			"commits whose answer is lost are settled by their key: whatever was acknowledged is there",
			async () => {
				const fleet = open();
				const since = fleet.door.answers.length;
				const intake = [
					fleet.line.holdCommit("before", ["order-cut-before", "add-orders"]),
					fleet.line.holdCommit("after", ["order-cut-after", "add-orders"]),
				];
				const written = fleet.line.holdCommit("after", ["order-written", "location.order.accept"]);
				const ids = ["order-cut-before", "order-cut-after", "order-written"];
				const placing = ids.map((id) => fleet.place(id));
				for (const held of [...intake, written]) (await held).cut();
				await Promise.all(placing);
				expect(await acknowledgedWithoutRow(fleet, ids)).toEqual([]);
				await untilJudged(fleet, ids);
				expectSound(fleet, ids);
				expectHonestAnswers(fleet, since);
				// a commit that happened is not taken for one that failed: the POS is not asked again, nor is the order given up
				for (const id of ids) expect(fleet.verdictsOn(id)).toMatchObject([{ type: "location.order.accept" }]);
				expect(fleet.requestsFor("order-written")).toHaveLength(1);
			},
		);

		faultTest(
			"F09",
			cell,
			"the server is killed in the middle of commits: nothing that was acknowledged is lost",
			async () => {
				const fleet = open();
				const since = fleet.door.answers.length;
				let taken = 0;
				const struck = new Promise<void>((resolve) => {
					fleet.door.onAnswer = () => void (++taken === 10 && resolve(fleet.killDatabase()));
				});
				const [ids] = await Promise.all([fleet.offer(40, 12), struck]);
				fleet.door.onAnswer = undefined;
				expect(await acknowledgedWithoutRow(fleet, ids)).toEqual([]);
				await untilJudged(fleet, ids);
				expectSound(fleet, ids);
				expectHonestAnswers(fleet, since);
			},
		);

		faultTest(
			"F10",
			cell,
			"while the database is away orders are refused at once and memory stays flat; then all is caught up",
			async () => {
				const fleet = open();
				for (const how of ["refuse", "silence"] as const) {
					const ids = [`order-${how}-1`, `order-${how}-2`, `order-${how}-3`];
					const before = fleet.hubs.map(({ process }) => residentMegabytes(process.pid));
					const since = fleet.door.answers.length;
					fleet.line.fail(how);
					// those who asked before anybody knew wait for the connection that does not come
					const first = answersTo(fleet, 8);
					if (how === "silence") await first;
					const refusals = await answersTo(fleet, 60);
					for (const { status, retry_after, ms } of refusals) {
						expect([status, retry_after]).toEqual([503, expect.stringMatching(/^[1-9]\d*$/)]);
						expect(ms).toBeLessThan(8_000);
					}
					fleet.hubs.forEach(({ process }, n) => {
						expect(residentMegabytes(process.pid) - (before[n] ?? 0)).toBeLessThan(150);
					});
					const placing = ids.map((id) => fleet.place(id));
					fleet.line.heal();
					await Promise.all(placing);
					await untilJudged(fleet, ids, 60_000);
					expectSound(fleet, ids);
					expectHonestAnswers(fleet, since);
					await first;
				}
			},
		);

		faultTest(
			"F11",
			cell,
			"while the orders are locked nobody waits for ever, and the hub says that it takes none",
			async () => {
				const fleet = open();
				const locker = await connectDatabase({ url: fleet.line.url, max: 1 });
				const released = Promise.withResolvers<void>();
				const locked = Promise.withResolvers<void>();
				const locking = locker.transaction(async (tx) => {
					await tx.query("LOCK TABLE orders IN EXCLUSIVE MODE");
					locked.resolve();
					await released.promise;
				});
				await locked.promise;
				onTestFinished(() => released.resolve());
				const answers = await answersTo(fleet, 60);
				for (const { status, ms } of answers) {
					expect(status).toBe(503);
					expect(ms).toBeLessThan(20_000);
				}
				const health = await Promise.all(fleet.hubs.map(({ url }) => fetch(`${url}/readyz`)));
				expect(health.map(({ status }) => status)).toContain(503);
				const placing = fleet.place("order-locked");
				released.resolve();
				await locking;
				await locker.close();
				await placing;
				await untilJudged(fleet, ["order-locked"]);
				expectSound(fleet, ["order-locked"]);
				expectHonestAnswers(fleet);
				await until("every hub takes orders again", async () => {
					const after = await Promise.all(fleet.hubs.map(({ url }) => fetch(`${url}/readyz`)));
					return after.every(({ ok }) => ok);
				});
			},
		);

		faultTest(
			"F12",
			cell,
			"transactions that the database undoes are run again, and nothing happens twice",
			async () => {
				const fleet = open();
				await failNextInserts(fleet, ["40001", "40P01", "40001"]);
				const ids = await fleet.offer(6, 3);
				await untilJudged(fleet, ids);
				await stopFailing(fleet);
				expectSound(fleet, ids);
				for (const id of ids) {
					expect(fleet.requestsFor(id)).toHaveLength(1);
					expect(fleet.verdictsOn(id)).toMatchObject([{ type: "location.order.accept" }]);
				}
				expectHonestAnswers(fleet);
			},
		);
	});
}

/** Ask for that many orders at once, each once only; resolves with what the hubs answered. */
async function answersTo(fleet: FaultFleet, count: number): Promise<DoorAnswer[]> {
	const since = fleet.door.answers.length;
	const sent = await Promise.all(
		Array.from({ length: count }, (_, n) => fleet.placeOnce(`order-refused-${since}-${n}`)),
	);
	expect(sent).toHaveLength(count);
	return fleet.door.answers.slice(since, since + count);
}

async function acknowledgedWithoutRow(fleet: FaultFleet, ids: readonly string[]): Promise<string[]> {
	const rows = await fleet.look<{ id: string }>("SELECT dsp_order_id AS id FROM orders WHERE dsp_order_id = ANY($1)", [
		[...ids],
	]);
	return ids.filter((id) => !rows.some((row) => row.id === id));
}

/** Let the database refuse the next inserts of events about orders in these ways, one each: a sequence is not undone. */
async function failNextInserts(fleet: FaultFleet, codes: readonly string[]): Promise<void> {
	await fleet.look("CREATE SEQUENCE refusals");
	await fleet.look(`CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$
		DECLARE codes text[] := ARRAY[${codes.map((code) => `'${code}'`).join(", ")}]; n bigint := nextval('refusals');
		BEGIN IF n <= array_length(codes, 1) THEN RAISE EXCEPTION 'undone' USING ERRCODE = codes[n]; END IF; RETURN NULL; END $$`);
	await fleet.look("CREATE TRIGGER refuse AFTER INSERT ON order_event FOR EACH STATEMENT EXECUTE FUNCTION refuse()");
}

async function stopFailing(fleet: FaultFleet): Promise<void> {
	const [{ last_value } = { last_value: 0 }] = await fleet.look<{ last_value: number }>(
		"SELECT last_value FROM refusals",
	);
	expect(last_value).toBeGreaterThan(3);
	await fleet.look("DROP TRIGGER refuse ON order_event");
	await fleet.look("DROP FUNCTION refuse");
	await fleet.look("DROP SEQUENCE refusals");
}

function residentMegabytes(pid: number): number {
	const status = readFileSync(`/proc/${pid}/status`, "utf8");
	return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1] ?? 0) / 1024;
}
