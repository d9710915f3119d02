import { afterEach, beforeEach, expect, test } from "vitest";
import { answered, openKitchen } from "./test-kitchen.ts";

type Kitchen = Awaited<ReturnType<typeof openKitchen>>;
let kitchen: Kitchen;
let orders = 0;

beforeEach(async () => {
	kitchen = await openKitchen({
		pos: [
			(body) => answered(200, JSON.parse(body).type === "order.created" ? { order: { provider_id: keyOf(body) } } : {}),
		],
	});
});
afterEach(() => kitchen.close());

/** What may happen to one order, in the names of those who cause it. */
type Happening = "create" | "create again" | "cancel" | "ready" | "completed" | "the POS calls it off";

/** The POS's id of the order that a message is about. */
function keyOf(body: string): string {
	const { provider_id, dsp_order_id } = JSON.parse(body).object;
	return provider_id ?? `pos-${dsp_order_id}`;
}

async function happen(id: string, happening: Happening): Promise<void> {
	const word = { org_id: kitchen.ids.org_id, location_id: kitchen.ids.location_id, slug: "sim-pos", evidence: "{}" };
	const status = (value: string) => kitchen.orders.applyStatus({ ...word, pos_order_id: `pos-${id}`, status: value });
	const dsp = { slug: "sim-dsp", dsp_location_id: "dd-9001", dsp_order_id: id, body: "{}" };
	if (happening === "create" || happening === "create again") await kitchen.submit({}, id);
	else if (happening === "cancel") await kitchen.orders.cancel(dsp);
	else await status({ ready: "ready_for_pickup", completed: "completed" }[happening as "ready"] ?? "merchant_canceled");
}

function permutations<T>(items: readonly T[]): T[][] {
	if (items.length < 2) return [[...items]];
	return items.flatMap((item, index) => permutations(items.toSpliced(index, 1)).map((rest) => [item, ...rest]));
}

const RANK = ["in_progress", "ready_for_pickup", "completed"];

test("in whatever order create, its repeat, a cancellation and the kitchen's words come, one order has one end and nobody hears two", async () => {
	const all = permutations<Happening>(["create", "create again", "cancel", "ready", "completed"]);
	// once with everything done between two happenings, once with nothing
	for (const settles of [true, false]) {
		const ids = all.map(() => `o-${++orders}`);
		for (let step = 0; step < 5; step++) {
			await Promise.all(all.map((history, index) => happen(ids[index] ?? "", history[step] ?? "create")));
			if (settles) await kitchen.settleAll();
		}
		kitchen.advance(2000);
		await kitchen.settleAll();
	}
	kitchen.advance(60_000);
	await kitchen.settleAll();
	const told = Map.groupBy(kitchen.toDsp, ({ body }) => String(body.order_id));
	const sent = Map.groupBy(kitchen.toPos, ({ body }) => keyOf(body).slice("pos-".length));
	for (const [index, history] of [...all, ...all].entries()) {
		const id = `o-${index + 1}`;
		const label = `${id}: ${history.join(", ")}`;
		const events = await kitchen.db.query<{ state: string | null }>(
			"SELECT order_event.state FROM order_event JOIN orders USING (org_id, order_id) WHERE dsp_order_id = $1 ORDER BY event_id",
			[id],
		);
		// forward only, whatever came late
		const ranks = events.flatMap(({ state }) => (RANK.includes(state ?? "") ? [RANK.indexOf(state ?? "")] : []));
		expect(ranks, label).toEqual([...ranks].sort());
		const order = await kitchen.order(id);
		const creates = (sent.get(id) ?? []).filter(({ body }) => JSON.parse(body).type === "order.created");
		const verdicts = (told.get(id) ?? []).filter(({ type }) => /accept|fail/.test(type));
		expect(creates.length, label).toBeLessThanOrEqual(1);
		expect(verdicts.length, label).toBeLessThanOrEqual(1);
		const is_cancel_first =
			history.indexOf("cancel") < Math.min(history.indexOf("create"), history.indexOf("create again"));
		if (is_cancel_first)
			expect([order?.state, creates.length, told.get(id)], label).toEqual(["dsp_canceled", 0, undefined]);
		else expect(["dsp_canceled", "completed"], label).toContain(order?.state);
		// what hangs in the kitchen though it was called off is taken down
		if (order?.state === "dsp_canceled" && creates.length === 1)
			expect(JSON.parse(sent.get(id)?.at(-1)?.body ?? "").type, label).toBe("order.canceled");
	}
});

test("a cancellation is remembered for more than a day: an order that comes 25 hours later is not cooked", async () => {
	await happen("o-late", "cancel");
	kitchen.advance(25 * 3_600_000);
	await happen("o-late", "create");
	await kitchen.settleAll();
	expect([kitchen.toPos, kitchen.toDsp]).toEqual([[], []]);
});
