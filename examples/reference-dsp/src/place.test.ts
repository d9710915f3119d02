import { compile, StrictDspSubmission } from "@ticketrail/contract";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { ReferenceDsp } from "./start.ts";
import { startTestDsp, startTestHub, type TestHub } from "./test-hub.ts";

let hub: TestHub;
let dsp: ReferenceDsp;
let access_token: string;

beforeEach(async () => {
	hub = await startTestHub();
	dsp = await startTestDsp(hub);
	({ access_token } = await hub.connect(dsp));
	await hub.publish(dsp, access_token, "dd-9001");
});

afterEach(async () => {
	await dsp.stop();
	hub.stop();
});

describe("an order of this DSP", () => {
	test("reaches the hub signed and in the contract's strict form", async () => {
		const placed = await dsp.placeOrder({ order_id: "o-1" });
		expect(placed).toEqual({
			kind: "sent",
			order_id: "o-1",
			location_id: "dd-9001",
			submission: { kind: "taken", status: 200, tries: 1 },
		});
		const [{ message }] = hub.received as [(typeof hub.received)[0]];
		expect(compile(StrictDspSubmission)(message)).toMatchObject({ ok: true });
		expect(message).toMatchObject({ type: "new_order", order: { id: "o-1", subtotal: 450, tax: 46, tax_withheld: 0 } });
	});

	test("is sent again with the same id and bytes while the hub is away", async () => {
		hub.statuses.push(503, 429);
		const placed = await dsp.placeOrder();
		expect(placed).toMatchObject({ submission: { kind: "taken", tries: 3 } });
		expect(new Set(hub.received.map(({ raw_body }) => raw_body)).size).toBe(1);
	});

	test("is given up after two repeats", async () => {
		hub.statuses.push(500, 502, 503, 504);
		const placed = await dsp.placeOrder();
		expect(placed).toMatchObject({ submission: { kind: "refused", status: 503, message: "the reason", tries: 3 } });
	});

	test("is not repeated when the hub says that it is wrong", async () => {
		hub.statuses.push(400);
		expect(await dsp.placeOrder()).toMatchObject({ submission: { kind: "refused", status: 400, tries: 1 } });
	});

	test("ends as not sent when there is no hub at all", async () => {
		dsp.pointTo("http://127.0.0.1:1");
		expect(await dsp.placeOrder()).toMatchObject({ submission: { kind: "unreachable", tries: 3 } });
	});

	test("cannot be made for a store without a menu, or of something sold out", async () => {
		expect(await dsp.placeOrder({ location_id: "dd-9002" })).toMatchObject({ kind: "not_orderable" });
		const sold_out = { items: [], variations: [{ stream_id: "st-var-1", is_active: false }], modifiers: [] };
		await hub.event(dsp, access_token, { type: "location.update", location_id: "dd-9001", object_updates: sold_out });
		const selections = [{ variation_id: "st-var-1", quantity: 1, choices: [] }];
		expect(await dsp.placeOrder({ location_id: "dd-9001", selections })).toEqual({
			kind: "not_orderable",
			problem: "Black tea is sold out.",
		});
		expect(hub.received).toEqual([]);
	});
});

describe("the storefront", () => {
	const shop = (path: string, form: Record<string, string>, cookie = "") =>
		fetch(`${dsp.url}${path}`, {
			method: "POST",
			redirect: "manual",
			headers: { cookie },
			body: new URLSearchParams(form),
		});

	test("fills a basket, orders it, follows it and takes it back, all by plain forms", async () => {
		const added = await shop("/stores/dd-9001/basket", {
			variation_id: "st-var-1",
			quantity: "2",
			"choice/st-grp-1": "st-mod-1",
			"choice/st-grp-1/st-mod-1/st-grp-2": "st-mod-2",
		});
		const [cookie] = (added.headers.get("set-cookie") ?? "").split(";");
		expect(added.status).toBe(303);
		const ordered = await shop(
			"/stores/dd-9001/order",
			{ name: "Ana Lopez", phone: "+12065550100", email: "ana@example.test" },
			cookie,
		);
		const page = ordered.headers.get("location") ?? "";
		const [{ message }] = hub.received as [(typeof hub.received)[0]];
		expect(message).toMatchObject({
			location_id: "dd-9001",
			order: {
				subtotal: 2 * (450 + 75 + 25),
				items: [
					{
						id: "st-var-1",
						item_id: "st-fam-1",
						category_id: "st-cat-1",
						quantity: 2,
						modifiers: [{ id: "st-mod-1", modifiers: [{ id: "st-mod-2" }] }],
					},
				],
			},
		});
		const text = async () => (await fetch(`${dsp.url}${page}`)).text();
		expect(await text()).toContain("Waiting for the restaurant");
		const order_id = decodeURIComponent(page.split("/").pop() ?? "");
		await hub.event(dsp, access_token, { type: "location.order.accept", location_id: "dd-9001", order_id });
		expect(await text()).toContain("The kitchen has it.");
		expect((await shop(`${page}/cancel`, {})).status).toBe(303);
		expect(hub.received[1]?.message).toEqual({
			type: "cancel_order",
			location_id: "dd-9001",
			order_id,
			cancel_reason: "customer_changed_mind",
			cancel_source: "customer",
		});
		expect(await text()).toContain("You cancelled this order.");
	});

	test("names what is sold out when the restaurant refuses", async () => {
		const { order_id } = (await dsp.placeOrder()) as { order_id: string };
		await hub.event(dsp, access_token, {
			type: "location.order.fail",
			location_id: "dd-9001",
			order_id,
			failure_reason: "items_unavailable",
			failure_details: { invalid_item_ids: ["st-var-1"] },
		});
		const page = await (await fetch(`${dsp.url}/orders/${order_id}`)).text();
		expect(page).toContain("Something that you ordered is sold out. It is about: Black tea.");
	});

	test("shows names from a menu as text, never as markup", async () => {
		const { menus, ...rest } = structuredClone(dsp.menus.get("dd-9001")) as NonNullable<
			ReturnType<typeof dsp.menus.get>
		>;
		const name = `<script>alert(1)</script>"'&`;
		hub.menu.file = {
			...rest,
			menus: menus.map((menu) => ({ ...menu, categories: menu.categories.map((one) => ({ ...one, name })) })),
		};
		await hub.publish(dsp, access_token, "dd-9001");
		const page = await (await fetch(`${dsp.url}/stores/dd-9001`)).text();
		expect(page).toContain("&#60;script&#62;alert(1)&#60;/script&#62;&#34;&#39;&#38;");
		expect(page).not.toContain("<script>");
	});

	test("answers 404 for what it does not have, and 403 to a form of another site", async () => {
		for (const path of ["/stores/dd-1", "/orders/nothing", "/stores/dd-9001/nothing", "/%E0%A4%A"]) {
			expect((await fetch(`${dsp.url}${path}`)).status).toBe(404);
		}
		const foreign = await fetch(`${dsp.url}/stores/dd-9001/order`, {
			method: "POST",
			headers: { "sec-fetch-site": "cross-site" },
		});
		expect(foreign.status).toBe(403);
	});
});
