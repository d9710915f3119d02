import { DELIVERY_STATUSES, type PosDriverDetails } from "@ticketrail/contract";
import type { Clock } from "../../base/clock.ts";
import { HubError } from "../../base/error.ts";
import { newId } from "../../base/id.ts";
import { enqueueDelivery, type Queue, type Tx } from "../../delivery/index.ts";
import type { Sql } from "../../storage/database.ts";
import { findListingOfStore, findStoreRoutes } from "../../storage/tables/dsp-store-route.ts";
import { changeOrders, findOrderOfDsp, type InjectionRow, loadForInjection } from "../../storage/tables/order.ts";
import { putOrderCourier } from "../../storage/tables/order-courier.ts";
import { insertOrderEvents } from "../../storage/tables/order-event.ts";
import { type Announce, idOf } from "./commit.ts";
import { ANY_INJECTION, isCanceled, type OrderState, orderStatesBefore } from "./states.ts";
import { updateMessage } from "./to-pos.ts";

/** A DSP's word on the courier of one order (contract.md C.5.4). `body`: the raw submission, kept as evidence. */
export interface CourierNews {
	slug: string;
	dsp_location_id: string;
	dsp_order_id: string;
	delivery_status: string;
	driver_details?: PosDriverDetails | undefined;
	body: string;
}

/** The courier and the order move independently (E.6), but where the courier has the food, the order has left. */
const IMPLIED: Readonly<Record<string, OrderState>> = {
	enroute_to_dropoff: "out_for_delivery",
	arrived_at_dropoff: "out_for_delivery",
	completed: "completed",
};

/**
 * Pass a courier's progress on to the POS as `order.updated` with `delivery_status` and `driver_details` (contract.md
 * B.5.4), behind the request that carries the order. A repeat changes nothing, nor does what comes after the end; an order
 * that is over at the POS is not talked about any more. Throws `location_not_found` and `order_not_found`.
 */
export function createFollowCourier(deps: {
	db: Sql;
	queue: Queue;
	clock: Clock;
	announce: Announce;
}): (news: CourierNews) => Promise<{ order_id: string }> {
	const { db, queue, clock } = deps;
	return async (news) => {
		const { slug, dsp_location_id } = news;
		const route =
			(await findStoreRoutes(db, [{ slug, dsp_location_id }]))[0] ??
			(await findListingOfStore(db, slug, dsp_location_id));
		if (route === undefined)
			throw new HubError("location_not_found", {
				param: "/location_id",
				detail: `No connected merchant has a store ${JSON.stringify(dsp_location_id)} at ${slug}`,
			});
		const known = await findOrderOfDsp(db, { org_id: route.org_id, ...news });
		const order = known && (await loadForInjection(db, route.org_id, [known.order_id]))[0];
		if (order === undefined)
			throw new HubError("order_not_found", {
				param: "/order_id",
				detail: `The store has sent no order ${JSON.stringify(news.dsp_order_id)}`,
			});
		await queue.transaction(async (tx) => {
			const { isNew, moved_to } = await follow(tx, order, news, clock.now());
			const delivery_status = isNew ? news.delivery_status : undefined;
			await deps.announce(tx, [{ ...idOf(order), is_confirmed: false, state: moved_to, delivery_status }], clock.now());
		});
		return { order_id: order.order_id };
	};
}

async function follow(
	tx: Tx,
	order: InjectionRow,
	news: CourierNews,
	now: number,
): Promise<{ isNew: boolean; moved_to: OrderState | undefined }> {
	const driver = news.driver_details === undefined ? null : JSON.stringify(news.driver_details);
	const { delivery_status, body, slug } = news;
	const isNew = await putOrderCourier(tx, { ...idOf(order), delivery_status, driver, updated_at: now });
	const moved_to = isNew ? await moveOrder(tx, order, IMPLIED[delivery_status], now) : undefined;
	await insertOrderEvents(tx, [
		{
			...idOf(order),
			event_id: newId(),
			type: isNew ? "order.delivery_status" : "order.delivery_status_ignored",
			actor: `dsp:${slug}`,
			state: moved_to ?? null,
			injection: null,
			evidence: body,
			at: now,
		},
	]);
	const isAtPos = order.pos_location_id !== null && order.state !== "scheduled" && !isCanceled(order.state);
	if (!isNew || !isAtPos) return { isNew, moved_to };
	const isKnown = (DELIVERY_STATUSES as readonly string[]).includes(delivery_status);
	// a status that the POS contract does not have is kept here and not passed on; a courier's name is
	if (!isKnown && news.driver_details === undefined) return { isNew, moved_to };
	const message = updateMessage(order, {
		status: moved_to ?? (order.state as OrderState),
		...(isKnown ? { delivery_status } : {}),
		...(news.driver_details === undefined ? {} : { driver_details: news.driver_details }),
	});
	await enqueueDelivery(tx, { ...message, queue: "order.to-pos", key: order.order_id }, now);
	return { isNew, moved_to };
}

/** Take the order forward; undefined when it does not move. */
async function moveOrder(
	tx: Tx,
	order: InjectionRow,
	state: OrderState | undefined,
	now: number,
): Promise<OrderState | undefined> {
	if (state === undefined) return undefined;
	const step = {
		order_id: order.order_id,
		from_injection: ANY_INJECTION,
		injection: null,
		from_state: orderStatesBefore(state).filter((from) => from !== "scheduled"),
		state,
		...{ pos_order_id: null, estimated_ready_at: null, verdict: null, verdict_reason: null, is_first_ticket: false },
	};
	return (await changeOrders(tx, order.org_id, [step], now)).has(order.order_id) ? state : undefined;
}
