import type { Call, Finding, OrderView, Run } from "./run.ts";

const TOLD: Record<string, readonly string[]> = {
	ready_for_pickup: ["ready_for_pickup"],
	completed: ["completed"],
	canceled: ["merchant_canceled", "failed"],
};

/** S4: only what was signed is taken, and many copies have the effect of one. Also O5 for webhooks. */
export function webhooks(run: Run, views: readonly OrderView[]): Finding[] {
	const found: Finding[] = [];
	const say = (text: string, calls: readonly Call[], order: string | null = null, invariant = "S4") =>
		found.push({ invariant, tenant: calls[0]?.tenant ?? null, order, text, lines: calls.map(({ at }) => at) });
	const sent = run.calls.filter(({ op }) => op.startsWith("webhook."));
	const forged = sent.filter(({ content, kind }) => content.is_forged === true && kind === "ok");
	if (forged.length > 0) say("a forged webhook was taken", forged);

	const kept = new Map(run.database.inbox.map(({ slug, digest, copies }) => [`pos:${slug} ${digest}`, copies]));
	const taken = sent.filter(({ kind, content }) => kind === "ok" && content.is_forged !== true);
	for (const copies of Map.groupBy(taken, ({ actor, sent_sha256 }) => `${actor} ${sent_sha256}`).values()) {
		const known = kept.get(`${copies[0]?.actor} ${copies[0]?.sent_sha256}`) ?? 0;
		if (known < copies.length) say("a webhook was acknowledged and not kept", copies, copies[0]?.order ?? null, "O5");
	}
	for (const view of views) {
		const reports = view.at_dsp.filter(
			({ op }) => op === "location.order.notify_status_change" || op === "location.order.cancel",
		);
		for (const [status, calls] of Map.groupBy(reports, (call) =>
			call.op === "location.order.cancel" ? "canceled" : `${call.content.status}`,
		)) {
			if (new Set(calls.map(({ event_id }) => event_id)).size > 1)
				say(`the DSP heard ${status} twice`, calls, view.order);
			const genuine = view.webhooks.some(({ begun, op, content }) => {
				const isIt =
					(TOLD[status] ?? []).includes(String(content.status)) ||
					(status === "canceled" && op === "webhook.order.rejected");
				return content.is_forged !== true && isIt && begun < (calls[0]?.begun ?? 0);
			});
			if (!genuine) say(`the DSP heard ${status}, which the POS had not said`, calls, view.order);
		}
	}
	return found;
}

/** K1: a menu is of one version of its catalog, versions only grow, and a failed fetch never empties one. */
export function catalogs({ manifest, calls, database }: Run): Finding[] {
	const found: Finding[] = [];
	for (const { tenant, dsp, marked } of manifest.tenants) {
		const menus = calls.filter((call) => call.op === "menu.taken" && call.actor === `dsp:${dsp.slug}`);
		for (const [store, shown] of Map.groupBy(menus, ({ content }) => String(content.store))) {
			let newest = 0;
			for (const menu of shown) {
				const say = (text: string) =>
					found.push({ invariant: "K1", tenant, order: null, text: `${store}: ${text}`, lines: [menu.at] });
				const prices = menu.content.prices as Record<string, number>;
				const versions = new Set(Object.entries(marked).map(([name, first]) => (prices[name] ?? Number.NaN) - first));
				const [version = 0] = versions;
				if (menu.content.items === 0) say("a menu without a dish was published");
				else if (versions.size !== 1) say("a menu mixes two versions of its catalog");
				// a store that is led to another kitchen shows that kitchen's versions
				else if (version < newest - (isRelinked(calls, tenant, store) ? Number.POSITIVE_INFINITY : 0))
					say(`version ${version} was shown after ${newest}`);
				newest = Math.max(newest, version);
			}
		}
	}
	const versions = Map.groupBy(database.catalog_versions, ({ location_id }) => location_id);
	for (const { location_id, provider_id, slug, catalog_version, live_objects } of database.locations) {
		const say = (text: string) =>
			found.push({ invariant: "K1", tenant: slug, order: null, text: `${provider_id}: ${text}`, lines: [] });
		const known = (versions.get(location_id) ?? []).toSorted((a, b) => a.version - b.version);
		if (catalog_version > 0 && live_objects === 0) say("its catalog is empty");
		if (known.some(({ created_at }, index) => created_at < (known[index - 1]?.created_at ?? 0)))
			say("an older version came after a newer one");
		if (known.length > 0 && known.at(-1)?.version !== catalog_version)
			say("its newest version is not the one in force");
	}
	return found;
}

/** L2: every message was delivered, overtaken, or given up with a reason; nothing that is due is left. */
export function nothingLeft({ database, calls }: Run): Finding[] {
	const found: Finding[] = [];
	const say = (text: string) => found.push({ invariant: "L2", tenant: null, order: null, text, lines: [] });
	// what a merchant's POS was still to hear waits for days, since it may be connected again
	const gone = new Set(
		database.integrations.filter(({ status }) => status === "deprovisioned").map(({ slug }) => slug),
	);
	for (const { delivery_id, slug, type, state, reason } of database.deliveries) {
		if (["pending", "unconfirmed"].includes(state)) {
			if (!gone.has(slug)) say(`${type} to ${slug} (${delivery_id}) is still ${state}`);
		} else if (state !== "delivered" && !reason)
			say(`${type} to ${slug} (${delivery_id}) is ${state} without a reason`);
	}
	for (const { name, count } of database.due_jobs) say(`${count} jobs of ${name} are due and not done`);
	const ended = calls.filter(({ op }) => op.startsWith("hub.ended"));
	if (ended.length > 0) say(`a hub ended by itself ${ended.length} times: ${ended[0]?.op}`);
	return found;
}

function isRelinked(calls: readonly Call[], tenant: string, store: string): boolean {
	return calls.some(({ op, content }) => op === "partner.link" && content.tenant === tenant && content.store === store);
}
