import { closeSync, openSync } from "node:fs";
import path from "node:path";
import { startEmbedded } from "@ticketrail/hub";
import { expect, onTestFinished } from "vitest";
import { openFleet } from "../e2e/fleet.ts";
import { until } from "../e2e/until.ts";
import { sharedFaultTest } from "./cells.ts";
import { mountSmallDisk } from "./small-disk.ts";
import { canMount, PROCESSES, type Processes } from "./table.ts";

const SETTINGS = { settings: ["delivery_contract=dedupes_by_order_id"] };
const sizeOf = (processes: Processes) => (processes === "one process" ? 1 : 2);

for (const processes of PROCESSES) {
	if (canMount())
		sharedFaultTest(
			"F13",
			processes,
			"orders are refused while the disk is full, none is lost, and it recovers by itself",
			async () => {
				const disk = mountSmallDisk(220);
				onTestFinished(() => disk.unmount());
				const settings = { max_wal_size: "32MB", min_wal_size: "32MB", shared_buffers: "16MB" };
				const server = await startEmbedded({ data_dir: path.join(disk.folder, "data"), settings });
				onTestFinished(() => server.stop());
				const fleet = await openFleet({ ...SETTINGS, size: sizeOf(processes), database: server });
				onTestFinished(() => fleet.close());
				const before = await fleet.offer(20, 8);
				disk.fill();
				let taken = 0;
				await until(
					"orders are refused",
					async () => {
						const { status } = await fleet.placeOnce(`order-full-${++taken}`);
						return status === 503;
					},
					60_000,
				);
				const during = Array.from({ length: 4 }, (_, n) => `order-waiting-${n}`);
				const placing = during.map((id) => fleet.place(id));
				disk.empty();
				await Promise.all(placing);
				const acknowledged = [...before, ...during];
				await Promise.all(acknowledged.map((id) => fleet.dsp.waitForVerdict(id, 90_000)));
				for (const id of acknowledged) {
					expect(fleet.ticketsFor(id)).toHaveLength(1);
					expect(fleet.verdictsOn(id).map(({ type }) => type)).toContain("location.order.accept");
				}
				for (const { status, retry_after } of fleet.door.answers)
					if (status !== 200) expect([status, retry_after]).toEqual([503, expect.stringMatching(/^[1-9]\d*$/)]);
			},
		);

	sharedFaultTest("F14", processes, "the reader of the log has stopped: orders go on as if nothing was", async () => {
		await expectOrdersToGoOn(processes, "unread");
	});

	if (canMount())
		sharedFaultTest("F14", processes, "the disk of the log is full: orders go on as if nothing was", async () => {
			const disk = mountSmallDisk(1);
			onTestFinished(() => disk.unmount());
			const log = openSync(path.join(disk.folder, "hub.log"), "a");
			onTestFinished(() => closeSync(log));
			disk.fill();
			await expectOrdersToGoOn(processes, log);
		});
}

/** Far more is logged than a pipe holds. */
async function expectOrdersToGoOn(processes: Processes, log: number | "unread"): Promise<void> {
	const env = () => ({ LOG_LEVEL: "debug" });
	const fleet = await openFleet({ ...SETTINGS, size: sizeOf(processes), log, env });
	onTestFinished(() => fleet.close());
	const ids = await fleet.offer(300, 24);
	await Promise.all(ids.map((id) => fleet.dsp.waitForVerdict(id, 60_000)));
	for (const id of ids) expect(fleet.ticketsFor(id)).toHaveLength(1);
	expect(fleet.door.answers.filter(({ status }) => status !== 200)).toEqual([]);
	for (const { process } of fleet.hubs) expect(await process.terminate()).toBe(143);
}
