import { afterAll, beforeAll, expect, test } from "vitest";
import { newId } from "../../base/id.ts";
import { insertTestOrder } from "./test-console-data.ts";
import { startConsoleHub, type TestBrowser, type TestConsoleHub } from "./test-console-hub.ts";

let console_hub: TestConsoleHub;
let manager: TestBrowser & { org_id: string };
let org: string;

beforeAll(async () => {
	console_hub = await startConsoleHub({ roles: "api" });
	manager = await console_hub.merchant("manager", "cancels");
	org = `/console/orgs/${manager.org_id}`;
});
afterAll(() => console_hub.close());

const cancel = (order_id: string, body: unknown = {}, browser: TestBrowser = manager) =>
	browser.send("POST", `${org}/orders/${order_id}/cancel`, body);
const messagesOf = async (order_id: string) =>
	(
		await console_hub.db.query<{ type: string }>("SELECT type FROM delivery WHERE order_id = $1 ORDER BY delivery_id", [
			order_id,
		])
	).map(({ type }) => type);

test("a manager cancels an order that the POS has; doing it again tells nobody again", async () => {
	const order_id = await insertTestOrder(console_hub.db, manager.org_id, { pos_order_id: "pos-1" });
	const before = (await manager.get(`${org}/orders/${order_id}`)).body;
	expect(before.cancel).toEqual({
		...{ is_possible: true, channel_name: "test-dsp", tells_channel: "canceled", tells_pos: "canceled" },
	});
	const first = await cancel(order_id, { reason: " the oven is broken " });
	expect([first.status, first.body]).toEqual([200, { order_id, state: "merchant_canceled", is_repeat: false }]);
	const again = await cancel(order_id, { reason: "the oven is broken" });
	expect([again.status, again.body]).toEqual([200, { order_id, state: "merchant_canceled", is_repeat: true }]);
	expect((await messagesOf(order_id)).sort()).toEqual(["location.order.cancel", "order.canceled"]);

	const after = (await manager.get(`${org}/orders/${order_id}`)).body;
	expect(after.order).toMatchObject({ lane: "canceled", state: "merchant_canceled" });
	expect(after.cancel).toMatchObject({ is_possible: false, why_not: "It is cancelled already." });
	expect(after.timeline.at(-1)).toMatchObject({
		...{ type: "order.canceled_by_staff", hop: "hub", payload: "the oven is broken" },
		actor: expect.stringMatching(/^user:/),
	});
	const owner = await console_hub.merchant("owner", "cancels");
	const audit = (await owner.get(`/console/audit?org_id=${manager.org_id}`)).body.rows as { action: string }[];
	const rows = audit.filter(({ action }) => action === "order.canceled");
	expect(rows).toHaveLength(1);
	expect(rows[0]).toMatchObject({
		...{ subject: order_id, actor: after.timeline.at(-1).actor },
		detail: { from: "in_progress", reason: "the oven is broken" },
	});
	const cook = await console_hub.merchant("team_member", "cancels");
	const seen = (await cook.get(`${org}/orders/${order_id}`)).body.timeline.at(-1);
	expect(seen).toMatchObject({ type: "order.canceled_by_staff", is_redacted: true });
	expect(JSON.stringify(seen)).not.toContain("oven");
});

test.each([
	["waits", { injection: "queued" }, "nothing"],
	["is under way", { injection: "sending" }, "if_it_has_it"],
	["is held", { state: "scheduled", injection: "received" }, "nothing"],
])("an order that %s is refused at its channel, which is shown before", async (_what, over, tells_pos) => {
	const order_id = await insertTestOrder(console_hub.db, manager.org_id, { ...over, verdict: null });
	const { cancel: plan } = (await manager.get(`${org}/orders/${order_id}`)).body;
	expect(plan).toMatchObject({ is_possible: true, tells_channel: "failed", tells_pos });
	expect((await cancel(order_id)).body).toMatchObject({ state: "merchant_canceled", is_repeat: false });
	expect(await messagesOf(order_id)).toEqual(["location.order.fail"]);
	const { order, verdict } = (await manager.get(`${org}/orders/${order_id}`)).body;
	expect([order.lane, verdict]).toEqual(["canceled", "failed"]);
});

test("what a restaurant calls off itself is no trouble of its link", async () => {
	const attention = (await manager.get(org)).body.attention as { kind: string }[];
	expect(attention.map(({ kind }) => kind)).not.toContain("orders_refused");
});

test.each(["completed", "failed", "dsp_canceled", "merchant_canceled"])(
	"an order that is %s is told so with 409",
	async (state) => {
		const order_id = await insertTestOrder(console_hub.db, manager.org_id, { state });
		const answer = await cancel(order_id);
		expect([answer.status, answer.body.code]).toEqual([409, "order_not_cancelable"]);
		expect(answer.body.detail).toContain(`Its state is ${state}.`);
		expect((await manager.get(`${org}/orders/${order_id}`)).body.cancel.is_possible).toBe(false);
		expect(await messagesOf(order_id)).toEqual([]);
	},
);

test("an order that is not there is not found, and a reason must be a short text", async () => {
	for (const id of [newId(), "o-1"]) expect((await cancel(id)).body.code).toBe("order_not_found");
	const order_id = await insertTestOrder(console_hub.db, manager.org_id);
	for (const reason of ["x".repeat(201), 7, ["a"]]) {
		const answer = await cancel(order_id, { reason });
		expect([reason, answer.status, answer.body.code, answer.body.param]).toEqual([
			...[reason, 400, "invalid_field", "/reason"],
		]);
	}
	expect((await manager.send("POST", `${org}/orders/${order_id}/cancel`)).status).toBe(400);
	expect(await messagesOf(order_id)).toEqual([]);
	expect((await cancel(order_id, { reason: "ü".repeat(200) })).status).toBe(200);
});
