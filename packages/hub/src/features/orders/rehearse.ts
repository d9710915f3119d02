import { type DspOrder, normalizeDspSubmission } from "@ticketrail/contract";
import type { Clock } from "../../base/clock.ts";
import type { Provider } from "../../clients/provider.ts";
import type { Sql } from "../../storage/database.ts";
import { findStoreRoutes } from "../../storage/tables/dsp-store-route.ts";
import { type InjectionRow, loadForInjection } from "../../storage/tables/order.ts";
import { orderedIds, type Refusal } from "./check-items.ts";
import type { FindSellable } from "./look-up.ts";
import { type Prepared, prepareOrder, UNBOUND } from "./prepare.ts";

/** A past order, what was made of it then, and what would be made of it now. */
export interface Rehearsal {
	order: InjectionRow;
	submitted: DspOrder;
	/** the text that went to the POS then, if one did */
	sent: string | undefined;
	/** the location that its store is linked with now */
	location_id: string | null;
	prepared: Prepared;
}

/**
 * Put a past order through today's link, catalog and settings, by the code that injects orders, and send nothing (the console's
 * replay). Undefined: there is no such order, or its body is none.
 */
export async function rehearseOrder(
	deps: {
		db: Sql;
		clock: Clock;
		getProvider: (slug: string) => Promise<Provider | undefined>;
		findSellable: FindSellable;
	},
	key: { org_id: string; order_id: string },
): Promise<Rehearsal | undefined> {
	const { db, clock, getProvider } = deps;
	const [order] = await loadForInjection(db, key.org_id, [key.order_id]);
	const submission = order && normalizeDspSubmission(JSON.parse(order.body));
	if (order === undefined || submission?.kind !== "new_order") return undefined;
	const submitted = submission.order;
	const [route] = await findStoreRoutes(db, [{ slug: order.slug, dsp_location_id: order.dsp_location_id }]);
	const is_ours = route !== undefined && route.org_id === key.org_id && route.location !== null;
	const rehearsed = { order, submitted, sent: order.delivery_body ?? undefined };
	const refused = (refusal: Refusal): Rehearsal => ({ ...rehearsed, location_id: null, prepared: { refusal } });
	if (!is_ours || route.location === null || route.location_id === null) return refused(UNBOUND);
	const { location_id } = route;
	const today: InjectionRow = { ...order, ...route.location, location_id, binding_id: route.binding_id };
	const provider = await getProvider(route.location.pos_slug);
	if (provider === undefined) return refused(UNBOUND);
	const catalog = await deps.findSellable(key.org_id, location_id, order.slug, orderedIds(submitted.items));
	const channel = await getProvider(order.slug);
	const markup_name = provider.settings.markup_line ? (channel?.name ?? order.slug) : undefined;
	const prepared = prepareOrder({ order: today, submitted, provider, catalog, markup_name, now: clock.now() });
	return { ...rehearsed, location_id, prepared };
}
