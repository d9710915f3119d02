import { afterEach, expect, test } from "vitest";
import { answered, openKitchen } from "./test-kitchen.ts";

type Kitchen = Awaited<ReturnType<typeof openKitchen>>;
let k: Kitchen;
afterEach(() => k.close());

async function pass(seconds: number): Promise<void> {
	for (let second = 0; second < seconds; second += 3) {
		k.advance(3000);
		await k.settleAll();
	}
}

test("nothing goes to a paused POS; when it is resumed, what waited goes out", async () => {
	k = await openKitchen({ pos: [answered(200, { order: { provider_id: "pos-1" } })] });
	k.paused.add("sim-pos");
	await k.submit();
	await pass(30);
	expect([k.toPos, k.toDsp]).toEqual([[], []]);
	k.paused.clear();
	await pass(6);
	expect([k.toPos.length, k.toDsp.map(({ type }) => type)]).toEqual([1, ["location.order.accept"]]);
});

test("an order for a POS that stays paused is failed at its channel in time, and never reaches the POS", async () => {
	k = await openKitchen();
	k.paused.add("sim-pos");
	await k.submit();
	await pass(144);
	expect(k.toDsp).toEqual([]);
	await pass(6);
	expect(k.toDsp.map(({ type }) => type)).toEqual(["location.order.fail"]);
	k.paused.clear();
	await pass(30);
	expect(k.toPos).toEqual([]);
});

test("a paused channel hears nothing, and everything when it is resumed", async () => {
	k = await openKitchen();
	k.paused.add("sim-dsp");
	await k.submit();
	await pass(300);
	expect([k.toPos.length, k.toDsp.length]).toEqual([1, 0]);
	const [{ attempts } = { attempts: -1 }] = await k.db.query<{ attempts: number }>(
		"SELECT attempts FROM delivery WHERE type = 'location.order.accept'",
	);
	expect(attempts).toBe(0);
	k.paused.clear();
	await pass(6);
	expect(k.toDsp).toHaveLength(1);
});
