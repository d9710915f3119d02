import { afterEach, expect, test } from "vitest";
import { findOrderCourier } from "../../storage/tables/order-courier.ts";
import { answered, openKitchen } from "./test-kitchen.ts";

type Kitchen = Awaited<ReturnType<typeof openKitchen>>;
let kitchen: Kitchen;
afterEach(() => kitchen.close());

const taken = answered(201, { order: { provider_id: "pos-1", prep_time_minutes: 10 } });
const driver = {
	name: "Ben Carter",
	source: "doordash",
	phone: { number: "+12065550111", code: "77" },
	vehicle_info: { make: "Toyota", model: "Prius", color: "blue", license_plate: "ABC123", is_autonomous: false },
	handoff_instructions: "Ring the bell",
	passcode: "4411",
	picture_url: "https://dsp.example/ben.png",
};

async function accepted(pos = [taken, answered(200, {})]): Promise<Kitchen> {
	kitchen = await openKitchen({ pos });
	await kitchen.submit();
	await kitchen.settleAll();
	return kitchen;
}

async function say(k: Kitchen, delivery_status: string, driver_details?: typeof driver, dsp_order_id = "o-1") {
	const body = JSON.stringify({ location_id: "dd-9001", order_id: dsp_order_id, delivery_status, driver_details });
	const store = { slug: "sim-dsp", dsp_location_id: "dd-9001" };
	await k.orders.followCourier({ ...store, dsp_order_id, delivery_status, driver_details, body });
	await k.settleAll();
}
const updates = (k: Kitchen) =>
	k.toPos.map(({ body }) => JSON.parse(body)).filter(({ type }) => type === "order.updated");

// covers: B.5.4 status, B.5.4 delivery_status, B.5.4 driver_details, C.5.4 driver, E.3 order_id
test("the courier's progress and details reach the POS (contract.md B.5.4, C.5.4)", async () => {
	const k = await accepted();
	await say(k, "enroute_to_pickup", driver);
	expect(updates(k)).toEqual([
		{
			type: "order.updated",
			object: {
				location_id: "pos-loc-7",
				order_id: "pos-1",
				status: "in_progress",
				delivery_status: "enroute_to_pickup",
				driver_details: driver,
			},
		},
	]);
	expect(await k.order()).toMatchObject({ state: "in_progress" });
});

// covers: E.6 independent, E.6 values
test("a courier who has the food takes the order with them; other progress moves no order (contract.md E.6)", async () => {
	const k = await accepted();
	for (const status of ["pending", "arrived_at_pickup", "enroute_to_dropoff", "arrived_at_dropoff", "completed"])
		await say(k, status);
	expect(updates(k).map(({ object }) => [object.delivery_status, object.status])).toEqual([
		["pending", "in_progress"],
		["arrived_at_pickup", "in_progress"],
		["enroute_to_dropoff", "out_for_delivery"],
		["arrived_at_dropoff", "out_for_delivery"],
		["completed", "completed"],
	]);
	// the channel said it itself and hears no echo
	expect(k.toDsp.map(({ type }) => type)).toEqual(["location.order.accept"]);
	expect(await k.order()).toMatchObject({ state: "completed" });
});

// covers: E.6 values, E.6 independent
test.each([
	"failed_to_assign_driver",
	"failed_to_pickup",
	"failed_to_deliver",
	"failed",
	"merchant_canceled",
	"enroute_to_return",
	"arrived_at_return",
	"returned",
])("a delivery that is %s leaves the order itself as it was (contract.md E.6)", async (status) => {
	const k = await accepted();
	await say(k, status);
	expect(updates(k)[0]?.object).toMatchObject({ delivery_status: status, status: "in_progress" });
	expect(await k.order()).toMatchObject({ state: "in_progress" });
});

test("a repeat is told once, and nothing follows a completed delivery", async () => {
	const k = await accepted();
	await say(k, "enroute_to_pickup");
	await say(k, "enroute_to_pickup");
	await say(k, "enroute_to_pickup", driver);
	await say(k, "enroute_to_pickup", driver);
	await say(k, "completed");
	await say(k, "enroute_to_pickup");
	expect(updates(k).map(({ object }) => [object.delivery_status, object.driver_details?.name])).toEqual([
		["enroute_to_pickup", undefined],
		["enroute_to_pickup", "Ben Carter"],
		["completed", undefined],
	]);
	const order = await k.order();
	expect(await findOrderCourier(k.db, k.ids.org_id, order?.order_id ?? "")).toMatchObject({
		delivery_status: "completed",
		driver: JSON.stringify(driver),
	});
});

test("progress before the POS has answered waits behind the order", async () => {
	kitchen = await openKitchen({ pos: [taken, answered(200, {})] });
	await kitchen.submit();
	await say(kitchen, "pending_driver_confirmation");
	expect(kitchen.toPos.map(({ body }) => JSON.parse(body).type)).toEqual(["order.created", "order.updated"]);
	expect(updates(kitchen)[0]?.object.order_id).toBe("pos-1");
});

test("an order that was called off is not talked about any more", async () => {
	const k = await accepted();
	await k.orders.cancel({ slug: "sim-dsp", dsp_location_id: "dd-9001", dsp_order_id: "o-1", body: "{}" });
	await say(k, "failed");
	expect(updates(k)).toEqual([]);
	expect(await k.order()).toMatchObject({ state: "dsp_canceled" });
});

// covers: E.6 values, F.1.1
test("a status of the future is kept but not passed on; a courier with it is (contract.md F.1.1)", async () => {
	const k = await accepted();
	await say(k, "teleporting");
	expect(updates(k)).toEqual([]);
	await say(k, "teleporting", driver);
	expect(updates(k)[0]?.object).toEqual({
		location_id: "pos-loc-7",
		order_id: "pos-1",
		status: "in_progress",
		driver_details: driver,
	});
});

test("progress of an order or store that nobody knows is refused", async () => {
	const k = await accepted();
	await expect(say(k, "completed", undefined, "o-9")).rejects.toMatchObject({ code: "order_not_found" });
	const news = { slug: "sim-dsp", dsp_order_id: "o-1", delivery_status: "completed", body: "{}" };
	await expect(k.orders.followCourier({ ...news, dsp_location_id: "dd-0000" })).rejects.toMatchObject({
		code: "location_not_found",
	});
});
