import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { type Embedded, startEmbedded } from "@ticketrail/hub";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { counterOf, orderOf } from "./counter.ts";
import { orderLine } from "./menu.ts";
import { openForBusiness, openTown, PATIENCE, type Town } from "./town.ts";

/** Where Debian keeps the oldest version that we support. */
const BINARIES = "/usr/lib/postgresql/15/bin";

describe.runIf(existsSync(path.join(BINARIES, "postgres")))("with a PostgreSQL 15 of the operator's own", () => {
	let town: Town;
	let server: Embedded;
	const folder = mkdtempSync(path.join(tmpdir(), "ticketrail-postgres-15-"));

	beforeAll(async () => {
		server = await startEmbedded({ data_dir: folder, bin_dir: BINARIES });
		town = await openTown({ env: { DATABASE_URL: server.url } });
	});
	afterAll(async () => {
		await town?.close();
		await server?.stop();
		rmSync(folder, { recursive: true, force: true });
	});

	test("a merchant is onboarded, orders go to the POS and their verdicts back, and a pause reaches the channel", async () => {
		const [server_version] = await town.look("SELECT current_setting('server_version_num') AS number");
		expect(server_version?.number).toMatch(/^15/);
		expect(existsSync(path.join(town.data_dir, "postgres"))).toBe(false);
		const { pos, dsp } = await openForBusiness(town);
		expect([pos.status, dsp.status, dsp.stores]).toEqual(["active", "active", 2]);

		const counter = counterOf(town);
		const menu = town.dsp.menus.get("dd-9001");
		const orders = Array.from({ length: 20 }, () => orderOf([orderLine(menu, "Soup of the day")]));
		const verdicts = await Promise.all(orders.map((order) => counter.place(order)));
		expect(new Set(verdicts.map(({ type }) => type))).toEqual(new Set(["location.order.accept"]));
		expect([...town.pos.state.tickets.values()].map(({ order }) => order.dsp_order_id).sort()).toEqual(
			orders.map(({ id }) => id).sort(),
		);

		await counter.tell("location.status.updated", { location_id: "4410", status: "inactive" });
		await expect.poll(() => town.dsp.stores.get("dd-9001")?.paused_until, PATIENCE).toBe(Number.POSITIVE_INFINITY);
	});
});
