import { afterEach, expect, test } from "vitest";
import { answered, openKitchen } from "./test-kitchen.ts";

type Kitchen = Awaited<ReturnType<typeof openKitchen>>;
let kitchen: Kitchen;
afterEach(() => kitchen.close());

const taken = answered(201, { order: { provider_id: "pos-1" } });
const later = answered(201, { order: { provider_id: "pos-1", async_acceptance: true } });

async function open(pos = [taken]): Promise<Kitchen> {
	kitchen = await openKitchen({ pos });
	return kitchen;
}
const loseJobs = (k: Kitchen) => k.db.query("DELETE FROM pgboss.job");

test.each([
	["was never begun", [taken], false],
	["waits for the POS's late word", [later], true],
])(
	"an order that %s and has lost its job is failed at its channel (distributed.md rule 2)",
	async (_what, pos, begins) => {
		const k = await open(pos);
		await k.submit();
		if (begins) await k.settleAll();
		await loseJobs(k);
		k.advance(200_000);
		expect(await k.orders.sweep()).toBe(0);
		k.advance(300_000);
		expect(await k.orders.sweep()).toBe(1);
		expect(await k.orders.sweep()).toBe(1);
		await k.settleAll();
		expect(k.toDsp.map(({ type }) => type)).toEqual(["location.order.fail"]);
		expect(await k.order()).toMatchObject({ injection: "expired", state: "failed" });
		expect(await k.orders.sweep()).toBe(0);
	},
);

test("orders with an end, and those that are held for later, are left alone", async () => {
	const k = await open();
	await k.submit({}, "o-1");
	await k.submit({ status: "scheduled", estimated_ready_at_ms: k.started_at + 86_400_000 }, "o-2");
	await k.settleAll();
	k.advance(3_600_000);
	expect(await k.orders.sweep()).toBe(0);
});
