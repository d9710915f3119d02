import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { KnownPosWebhook } from "@ticketrail/contract";
import { type Ended, type History, openHistory } from "@ticketrail/history";
import { createWebhookSender } from "@ticketrail/pos-kit";
import type { Ticket } from "@ticketrail/reference-pos";
import { pick, randomOf } from "./random.ts";
import { SECRETS, type Tenant, type Town } from "./town.ts";

/** What the kitchens say by themselves: late verdicts, statuses in any order, news of the catalog; some of it forged. */
export interface Kitchens {
	/** Change the prices of the marked dishes of one merchant's locations, and tell. */
	changeCatalog(tenant: Tenant): void;
	/** Say something in the name of a merchant's POS. */
	say(tenant: Tenant, event: KnownPosWebhook, options?: { forged?: boolean; order?: string }): Promise<void>;
	/** Resolves when everything begun was said. */
	settled(): Promise<void>;
	close(): void;
}

type Word = { say: "accepted" | "rejected" } | { say: "status"; status: string; forged?: true };
/** What happens to a ticket, each so many ms after it was hung up. */
type Script = readonly (Word & { after_ms: number })[];

const REJECTION = { orderValidation: [{ order_error: "store_unavailable", order_error_reason: "the oven is cold" }] };

export function openKitchens(town: Town, options: { seed: string; mischief: boolean }): Kitchens {
	const { seed, mischief } = options;
	const histories = new Map(town.tenants.map((tenant) => [tenant, openWebhookHistory(town, tenant)]));
	const underWay = new Set<Promise<void>>();
	const rounds = new Map<Tenant, number>();

	function follow(work: Promise<void>): void {
		const kept = work.finally(() => underWay.delete(kept));
		underWay.add(kept);
	}

	async function say(tenant: Tenant, event: KnownPosWebhook, about: { forged?: boolean; order?: string } = {}) {
		const history = histories.get(tenant);
		const sender = createWebhookSender({
			...{ hub_url: town.switchboard.public_url, slug: tenant.facts.pos.slug },
			secret: about.forged ? "somebody else's" : SECRETS.pos,
			...{ attempts: 6, fetch: noted(town.switchboard.fetch, history, event, about) },
		});
		await sender.send(event);
	}

	for (const tenant of town.tenants) {
		tenant.onTicket = (ticket) => {
			const random = randomOf(seed, ticket.order.dsp_order_id, "kitchen");
			for (const { after_ms, ...word } of scriptOf(ticket, random, mischief && tenant.has_faults))
				follow(
					pause(after_ms).then(() =>
						say(tenant, webhookOf(ticket, word), { forged: "forged" in word, order: ticket.order.dsp_order_id }),
					),
				);
		};
	}

	return {
		say,
		changeCatalog(tenant) {
			const round = (rounds.get(tenant) ?? 0) + 1;
			rounds.set(tenant, round);
			for (const kitchen of tenant.pos.state.kitchens.values()) {
				for (const family of kitchen.catalog.item_family) {
					const first = tenant.facts.marked[family.name];
					if (first !== undefined) family.price_amount = first + round;
				}
				const { provider_id: location_id } = kitchen.location;
				follow(say(tenant, { type: "location.catalog.updated", object: { location_id } }));
			}
		},
		async settled() {
			while (underWay.size > 0) await Promise.all(underWay);
		},
		close() {
			for (const tenant of town.tenants) tenant.onTicket = undefined;
			for (const history of histories.values()) history.close();
		},
	};
}

function scriptOf(ticket: Ticket, random: () => number, hasMischief: boolean): Script {
	const script: (Word & { after_ms: number })[] = [];
	const at = (most_ms: number) => Math.floor(random() * most_ms);
	if (ticket.status === "awaiting") {
		const word = pick<Word | undefined>(random, [
			[6, { say: "accepted" }],
			[1, { say: "rejected" }],
			[1, { say: "status", status: "in_progress" }],
			[hasMischief ? 0.5 : 0, undefined],
		]);
		if (word) script.push({ ...word, after_ms: at(2500) });
		if (word && random() < 0.1) script.push({ ...word, after_ms: at(3500) });
	}
	if (random() < 0.35) script.push({ say: "status", status: "ready_for_pickup", after_ms: at(4000) });
	if (random() < 0.25) script.push({ say: "status", status: "completed", after_ms: at(5000) });
	if (!hasMischief) return script;
	if (random() < 0.05) script.push({ say: "status", status: "ready_for_pickup", after_ms: at(4000) });
	if (random() < 0.02) script.push({ say: "status", status: "merchant_canceled", after_ms: at(4000) });
	if (random() < 0.02) script.push({ say: "status", status: "ready_for_pickup", after_ms: 0 });
	if (random() < 0.03) script.push({ say: "status", status: "completed", forged: true, after_ms: at(1000) });
	return script;
}

function webhookOf({ location_id, provider_id }: Ticket, word: Word): KnownPosWebhook {
	const object = { location_id, provider_id };
	if (word.say === "status") return { type: "order.status.updated", object: { ...object, status: word.status } };
	if (word.say === "accepted") return { type: "order.accepted", object };
	return { type: "order.rejected", object: { ...object, posValidation: REJECTION } };
}

function openWebhookHistory(town: Town, { tenant, facts }: Tenant): History {
	const file = path.join(town.folder, `webhooks-${tenant}.jsonl`);
	return openHistory(file, { actor: `pos:${facts.pos.slug}`, tenant });
}

/** `fetch` that notes each try of a webhook. */
function noted(
	fetch: typeof globalThis.fetch,
	history: History | undefined,
	event: KnownPosWebhook,
	about: { forged?: boolean; order?: string },
): typeof globalThis.fetch {
	const { type, object } = event as { type: string; object: Record<string, unknown> };
	const { location_id: store, provider_id: ticket = null, status = null } = object;
	return async (url, init) => {
		const content = { store, ticket, status, is_forged: about.forged === true };
		const end = history?.begin({ op: `webhook.${type}`, order: about.order, bytes: String(init?.body), content });
		const said = (ended: Ended) => end?.(ended);
		try {
			const answer = await fetch(url, init);
			said({ kind: answer.ok ? "ok" : "fail", status: answer.status });
			return answer;
		} catch (error) {
			said({ kind: "info" });
			throw error;
		}
	};
}
