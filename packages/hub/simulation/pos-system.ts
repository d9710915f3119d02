import type { Outcome } from "../src/base/outcome.ts";
import type { Provider } from "../src/clients/provider.ts";
import { answered, neverSent, noAnswer, type Observed } from "./history.ts";
import type { HubProcess } from "./hub-process.ts";
import type { Random } from "./random.ts";
import type { VirtualTime } from "./virtual-time.ts";

/** How a POS behaves; shares of 0 to 1. */
export interface PosHabits {
	/** the connection is refused */
	unreachable: number;
	/** the request is lost, or arrives and its answer is lost, or arrives late */
	silent: number;
	/** 500 or 503, nothing done */
	broken: number;
	/** an order that it takes at all is refused */
	refuses: number;
	/** an order that it takes is decided later, by webhook */
	later: number;
}

export interface PosSystem {
	send(by: object, slug: string, body: string, key: string, deadline_ms?: number): Promise<Outcome>;
	habits: PosHabits;
}

interface PosEvent {
	type: string;
	object: { dsp_order_id?: string; location_id: string; provider_id?: string };
}

const HANG_MS = 12_000;

/** POS systems that keep each of the delivery contracts as they declare it, and have bad days. */
export function createPosSystem(parts: {
	time: VirtualTime;
	random: Random;
	observed: Observed;
	providers: ReadonlyMap<string, Provider>;
	habits: PosHabits;
	/** where its webhooks go, as a load balancer would choose */
	anyHub: () => HubProcess | undefined;
	place: (location_id: string) => { org_id: string; location_id: string };
}): PosSystem {
	const { time, random, observed } = parts;
	const byKey = new Map<string, Outcome>();
	const byTicket = new Map<string, string>();
	let tickets = 0;
	const system: PosSystem = { habits: parts.habits, send };
	return system;

	async function send(by: object, slug: string, body: string, key: string, deadline_ms = HANG_MS): Promise<Outcome> {
		const event = JSON.parse(body) as PosEvent;
		const dsp_order_id = event.object.dsp_order_id ?? byTicket.get(event.object.provider_id ?? "") ?? "";
		const request = {
			...{ by, to: "pos" as const, dsp_order_id, type: event.type, key, body, from: time.now(), to_at: Infinity },
			stage: "open" as Outcome["stage"] | "open",
		};
		observed.requests.push(request);
		// who has waited long enough goes, whatever the POS does then
		const patience = time.sleep(deadline_ms).then(() => noAnswer);
		const outcome = await Promise.race([exchange(slug, event, dsp_order_id, body, key), patience]);
		request.to_at = time.now();
		request.stage = outcome.stage;
		return outcome;
	}

	async function exchange(slug: string, event: PosEvent, id: string, body: string, key: string): Promise<Outcome> {
		const { habits } = system;
		await time.sleep(1 + random.next() * 20);
		if (random.chance(habits.unreachable)) return neverSent;
		if (random.chance(habits.silent)) {
			const fate = random.int(0, 2);
			if (fate === 1) take(slug, event, id, body, key);
			if (fate === 2) time.plan(time.now() + random.int(100, 25_000), () => take(slug, event, id, body, key));
			await time.sleep(random.chance(0.5) ? 5 : HANG_MS);
			return noAnswer;
		}
		if (random.chance(habits.broken)) return answered(random.pick([500, 503]), { error: "busy" });
		const outcome = take(slug, event, id, body, key);
		await time.sleep(random.chance(0.1) ? random.int(100, 3000) : random.next() * 40);
		return outcome;
	}

	/** The request has come whole: what the POS does with it, at once and by itself. */
	function take(slug: string, event: PosEvent, dsp_order_id: string, body: string, key: string): Outcome {
		const order = observed.orders.get(dsp_order_id);
		if (order === undefined) return answered(404, { error: "unknown order" });
		if (event.type === "order.canceled") {
			order.cancels_at.push(time.now());
			return answered(200, {});
		}
		order.creates.push({ at: time.now(), key, location_id: event.object.location_id, body });
		const dedupes = parts.providers.get(slug)?.settings.delivery_contract === "dedupes_by_order_id";
		const known = dedupes ? byKey.get(key) : undefined;
		if (known !== undefined) return known;
		const outcome = decide(dsp_order_id, event);
		byKey.set(key, outcome);
		return outcome;
	}

	function decide(dsp_order_id: string, event: PosEvent): Outcome {
		const order = observed.orders.get(dsp_order_id);
		const now = time.now();
		const pos_order_id = `ticket-${++tickets}`;
		byTicket.set(pos_order_id, dsp_order_id);
		if (random.chance(system.habits.refuses)) {
			order?.tickets.push({ at: now, pos_order_id, verdict: "refused", decided_at: now });
			const orderValidation = [{ order_error: "store_unavailable", order_error_reason: "closed" }];
			return answered(400, { posValidation: { orderValidation } });
		}
		if (random.chance(system.habits.later)) {
			const ticket = { at: now, pos_order_id, verdict: "waiting" as const, decided_at: Infinity };
			order?.tickets.push(ticket);
			if (random.chance(0.85)) time.plan(now + random.int(50, 70_000), () => decideLater(ticket, event));
			return answered(201, { order: { provider_id: pos_order_id, async_acceptance: true } });
		}
		order?.tickets.push({ at: now, pos_order_id, verdict: "accepted", decided_at: now });
		if (random.chance(0.5)) tellStatus(event, pos_order_id);
		return answered(201, { order: { provider_id: pos_order_id, prep_time_minutes: 10 } });
	}

	function decideLater(
		ticket: { pos_order_id: string; verdict: "accepted" | "refused" | "waiting"; decided_at: number },
		event: PosEvent,
	): void {
		ticket.verdict = random.chance(0.8) ? "accepted" : "refused";
		ticket.decided_at = time.now();
		const verdict = { kind: ticket.verdict === "accepted" ? ("accepted" as const) : ("rejected" as const) };
		tell(event, ticket.pos_order_id, { verdict }, random.int(1, 2));
	}

	/** What a kitchen does with a ticket: in any order, repeated, and sometimes all at once. */
	function tellStatus(event: PosEvent, pos_order_id: string): void {
		const words = random.pick([
			["ready_for_pickup", "completed"],
			["completed", "ready_for_pickup"],
			["ready_for_pickup", "ready_for_pickup"],
			["merchant_canceled"],
		]);
		for (const status of words)
			time.plan(time.now() + random.int(0, 20_000), () => tell(event, pos_order_id, { status }, random.int(1, 2)));
	}

	/** A webhook is sent until it was taken, and sometimes once more. */
	function tell(
		event: PosEvent,
		pos_order_id: string,
		word: { status: string } | { verdict: { kind: "accepted" } | { kind: "rejected" } },
		times: number,
	): void {
		const hub = parts.anyHub();
		const again = () => time.plan(time.now() + 2000, () => tell(event, pos_order_id, word, times));
		if (hub === undefined) return void again();
		const evidence = JSON.stringify(word);
		const slug = event.object.location_id.split("@")[1] ?? "";
		hub.orders.applyStatus({ ...parts.place(event.object.location_id), slug, pos_order_id, evidence, ...word }).then(
			() => void (times > 1 && tell(event, pos_order_id, word, times - 1)),
			() => void again(),
		);
	}
}
