import { firstSent } from "./deadlines.ts";
import { type Call, type Finding, NS_PER_MS, type OrderView, type Run } from "./run.ts";

/** How long a hub took to work again: `started` to the first order that it took and that reached its POS, in ms. */
export interface Recovery {
	hub: string;
	life: number;
	took_ms: number;
}

/**
 * Every life of a hub that followed a kill and lived to deliver an order which it had taken itself, with its database there: while
 * that is down or recovers, nobody can take an order.
 */
export function restarts({ calls }: Run, views: readonly OrderView[]): Recovery[] {
	const sent = sentByOrder(views);
	const taken = Map.groupBy(
		calls.filter(({ op }) => op === "order.acknowledged"),
		({ content }) => `${content.hub} ${content.life}`,
	);
	const outages = calls.filter(({ op }) => op === "database.killed");
	return calls
		.filter(({ op, content }) => op === "hub.started" && Number(content.life) > 1)
		.flatMap(({ begun, content }) => {
			const orders = taken.get(`${content.hub} ${content.life}`) ?? [];
			const first = Math.min(...orders.map(({ order }) => sent.get(order ?? "") ?? Number.POSITIVE_INFINITY));
			if (!Number.isFinite(first)) return [];
			if (outages.some(({ begun: from, ended: to }) => from < first && to > begun)) return [];
			return [
				{ hub: String(content.hub), life: Number(content.life), took_ms: Math.round((first - begun) / NS_PER_MS) },
			];
		});
}

/** Orders that a hub had taken when it was killed and that first left for their POS afterwards: from the kill, in ms. */
export function takeovers({ calls }: Run, views: readonly OrderView[]): { order: string; took_ms: number }[] {
	const sent = sentByOrder(views);
	const killed = new Map(
		calls
			.filter(({ op }) => op === "hub.killed")
			.map(({ content, begun }) => [`${content.hub} ${content.life}`, begun]),
	);
	return calls
		.filter(({ op }) => op === "order.acknowledged")
		.flatMap(({ order, content, begun }) => {
			const died = killed.get(`${content.hub} ${content.life}`);
			const left = sent.get(order ?? "");
			if (died === undefined || left === undefined || order === null || begun > died || left <= died) return [];
			return [{ order, took_ms: Math.round((left - died) / NS_PER_MS) }];
		});
}

/** L3: a hub that was started again delivers soon, and what a dead one held is taken over soon. */
export function recovers(run: Run, views: readonly OrderView[]): Finding[] {
	const { restart_ms, takeover_ms } = run.manifest.bounds;
	const say = (order: string | null, text: string): Finding => ({
		invariant: "L3",
		tenant: null,
		order,
		text,
		lines: [],
	});
	return [
		...restarts(run, views)
			.filter(({ took_ms }) => took_ms > restart_ms)
			.map(({ hub, life, took_ms }) => say(null, `${hub} took ${took_ms} ms to deliver in its life ${life}`)),
		...takeovers(run, views)
			.filter(({ took_ms }) => took_ms > takeover_ms)
			.map(({ order, took_ms }) => say(order, `held by a hub that died, and sent ${took_ms} ms later`)),
	];
}

/** L4: the single order of a quiet merchant is not made to wait by another's flood. */
export function noStarvation({ manifest }: Run, views: readonly OrderView[]): Finding[] {
	return views.flatMap((view) => {
		if (!view.order.startsWith("calm-") || view.acknowledged === undefined) return [];
		const sent = firstSent(view)?.begun ?? Number.POSITIVE_INFINITY;
		if (sent - view.acknowledged <= manifest.bounds.starvation_ms * NS_PER_MS) return [];
		const took = Number.isFinite(sent) ? `${Math.round((sent - view.acknowledged) / NS_PER_MS)} ms` : "for ever";
		return [
			{
				invariant: "L4",
				tenant: view.tenant,
				order: view.order,
				text: `waited ${took} behind another merchant's orders`,
				lines: view.submits.map(({ at }: Call) => at),
			},
		];
	});
}

function sentByOrder(views: readonly OrderView[]): Map<string, number> {
	return new Map(views.flatMap((view) => (view.creates[0] === undefined ? [] : [[view.order, view.creates[0].begun]])));
}
