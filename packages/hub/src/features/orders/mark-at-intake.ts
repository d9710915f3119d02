import type { DspOrder } from "@ticketrail/contract";
import type { Provider } from "../../clients/provider.ts";
import { type Destinations, deliveryRow, groupOf, type Leave, type Queue } from "../../delivery/index.ts";
import type { Sql } from "../../storage/database.ts";
import type { DeliveryRow } from "../../storage/tables/delivery.ts";
import type { InjectionRow } from "../../storage/tables/order.ts";
import type { Sellable } from "../catalog/index.ts";
import { orderedIds } from "./check-items.ts";
import type { FindSellable } from "./look-up.ts";
import { prepareOrder } from "./prepare.ts";

/** An order as its intake knows it; `marked` when its request may leave at the commit. */
export type FreshOrder = InjectionRow & { marked?: Marked };

/** The message that the intake marked as leaving, and the place that it holds at the destination until then. */
export interface Marked {
	provider: Provider;
	pos_integration_id: string;
	delivery_id: string;
	delivery_body: string;
	delivery_attempts: number;
	leave: Leave;
	/** a worker has begun with it: the place is its to give back */
	is_taken: boolean;
}

export interface MarkDeps {
	queue: Pick<Queue, "free">;
	destinations: Pick<Destinations, "enterNow">;
	getProvider: (slug: string) => Promise<Provider | undefined>;
	findSellable: (sql: Sql, ...wanted: Parameters<FindSellable>) => ReturnType<FindSellable>;
}

type Place = Pick<InjectionRow, "org_id" | "location_id" | "slug">;

/** What a DSP ordered, and of whom. */
interface Candidate {
	order: Place;
	submitted: DspOrder;
}

/** An order that is about to be stored, with what its DSP sent. */
interface MarkCandidate extends Candidate {
	order: InjectionRow;
}

/** What the catalog of a place says of everything that is ordered of it now. */
type Catalogs = Map<string, Promise<Map<string, Sellable>>>;

/**
 * The short way of an order whose POS knows an order that it gets twice (ADR 0019): what the injection would check, mark
 * and commit is checked in the transaction of the intake and marked by its commit, so that the request leaves at once.
 * Gives nothing for an order that must take the ordinary way: it is refused, held, its POS busy or resting, or no worker
 * of this process free.
 */
export function createMarking(deps: MarkDeps) {
	/** Read the catalogs of orders whose route is not certain yet. */
	function readAhead(sql: Sql, guesses: readonly Candidate[]): Catalogs {
		const found: Catalogs = new Map();
		for (const [place, candidates] of Map.groupBy(guesses, ({ order }) => placeOf(order))) {
			const { org_id, location_id, slug } = (candidates[0] as Candidate).order;
			const ids = new Set(candidates.flatMap(({ submitted }) => orderedIds(submitted.items)));
			if (location_id === null) continue;
			const catalog = deps.findSellable(sql, org_id, location_id, slug, [...ids]);
			catalog.catch(() => {});
			found.set(place, catalog);
		}
		return found;
	}

	async function mark(
		sql: Sql,
		candidates: readonly MarkCandidate[],
		ahead: Catalogs,
		now: number,
	): Promise<Map<string, Marked>> {
		const free = deps.queue.free("order.to-pos");
		const eligible = (await Promise.all(candidates.slice(0, free).map(withProvider))).flatMap((one) => one ?? []);
		const missed = readAhead(
			sql,
			eligible.filter(({ order }) => !ahead.has(placeOf(order))),
		);
		const marked = new Map<string, Marked>();
		const picked = new Map<string, number>();
		for (const { order, submitted, provider, markup_name, pos_integration_id } of eligible) {
			const catalog = (await (ahead.get(placeOf(order)) ?? missed.get(placeOf(order)))) ?? new Map();
			const prepared = prepareOrder({ order, submitted, provider, catalog, markup_name, now });
			const group = groupOf(provider.slug, order.org_id);
			const isWithinShare = (picked.get(group) ?? 0) < deps.queue.free("order.to-pos", group);
			const leave = "body" in prepared && isWithinShare ? deps.destinations.enterNow(provider.slug) : undefined;
			if (!("body" in prepared) || leave === undefined) continue;
			picked.set(group, (picked.get(group) ?? 0) + 1);
			const { delivery_id, body } = deliveryRow(messageOf(order, provider, pos_integration_id, prepared.body), now);
			marked.set(order.order_id, {
				...{ provider, pos_integration_id, delivery_id, delivery_body: body, delivery_attempts: 1 },
				...{ leave, is_taken: false },
			});
		}
		return marked;
	}

	async function withProvider({ order, submitted }: MarkCandidate) {
		const { pos_slug, pos_integration_id } = order;
		if (order.state === "scheduled" || pos_slug === null || pos_integration_id === null) return undefined;
		const provider = await deps.getProvider(pos_slug);
		if (provider?.settings.delivery_contract !== "dedupes_by_order_id" || provider.paused_at !== null) return undefined;
		const channel = provider.settings.markup_line ? await deps.getProvider(order.slug) : undefined;
		const markup_name = provider.settings.markup_line ? (channel?.name ?? order.slug) : undefined;
		return { order, submitted, provider, markup_name, pos_integration_id };
	}

	return { readAhead, mark };
}

/** The row of a marked order's message: it may be under way from the commit on. */
export function markedRow(order: InjectionRow, marked: Marked, now: number): DeliveryRow {
	const { provider, pos_integration_id, delivery_id, delivery_body, delivery_attempts: attempts } = marked;
	const row = deliveryRow(messageOf(order, provider, pos_integration_id, delivery_body), now);
	return { ...row, delivery_id, state: "unconfirmed", attempts };
}

function messageOf({ org_id, order_id }: InjectionRow, { slug }: Provider, integration_id: string, body: string) {
	return { org_id, order_id, integration_id, slug, type: "order.created", body };
}

function placeOf({ org_id, location_id, slug }: Place): string {
	return `${org_id}/${location_id}/${slug}`;
}
