import { newId } from "../src/base/id.ts";
import { DEFAULT_SETTINGS, type Provider } from "../src/clients/provider.ts";
import type { OrdersDeps } from "../src/features/orders/index.ts";
import type { Observed } from "./history.ts";
import type { DatabaseServer } from "./memory-database.ts";
import type { Row } from "./memory-tables.ts";
import type { Random } from "./random.ts";

type Contract = "dedupes_by_order_id" | "at_most_once";

export const CHANNEL = "channel";
const CONTRACTS: readonly Contract[] = ["dedupes_by_order_id", "at_most_once"];

export interface Town {
	providers: Provider[];
	stores: { dsp_location_id: string; verdict_deadline_s: number; delivery_contract: Contract }[];
	/** whose a POS's location is, by the hub's ids */
	place(provider_id: string): { org_id: string; location_id: string };
	findSellable: OrdersDeps["findSellable"];
	/** From now until it is acknowledged, note where an order's store leads. */
	watch(observed: Observed, dsp_order_id: string): void;
	/** One store leads to another location of the same POS from now on. */
	rebind(observed: Observed): void;
}

/** Two merchants, a POS system of each delivery contract, two locations and one or two stores at each. */
export function openTown(server: DatabaseServer, random: Random): Town {
	const { tables } = server;
	const put = (table: string, key: string, row: Row) => void tables.committed(table).set(key, row);
	const places = new Map<string, { org_id: string; location_id: string }>();
	const stores: (Town["stores"][number] & { org_id: string; slug: string; location: string; binding_id: string })[] =
		[];

	for (const contract of CONTRACTS) {
		const org_id = newId();
		const slug = `pos-${contract}`;
		put("org", org_id, { org_id });
		for (const n of [1, 2]) {
			const location_id = newId();
			const provider_id = `${contract}-${n}@${slug}`;
			places.set(provider_id, { org_id, location_id });
			const routed = {
				...{ pos_location_id: provider_id, pos_slug: slug, pos_integration_id: newId() },
				...{ location_status: "active", paused_until: null, prep_time_minutes: 10 },
				...{ link_paused_at: null, link_paused_until: null },
			};
			put("location", location_id, { org_id, location_id, routed });
		}
		for (let n = random.int(1, 2); n > 0; n--)
			stores.push({
				...{ org_id, slug, dsp_location_id: `store-${contract}-${n}`, delivery_contract: contract, binding_id: "" },
				...{ location: `${contract}-1@${slug}`, verdict_deadline_s: random.pick([20, 60, 150]) },
			});
	}
	for (const store of stores) bind(store);

	function bind(store: (typeof stores)[number]): void {
		const { org_id, dsp_location_id } = store;
		const old = tables.committed("binding").get(store.binding_id);
		if (old !== undefined) put("binding", store.binding_id, { ...old, ended_at: 1 });
		store.binding_id = newId();
		const { location_id } = places.get(store.location) ?? { location_id: "" };
		const route = { slug: CHANNEL, dsp_location_id, org_id, binding_id: store.binding_id };
		put("binding", store.binding_id, { ...route, location_id, integration_id: newId(), ended_at: null });
		put("route_dsp_store", dsp_location_id, route);
	}

	const sellable = {
		...{ stream_id: "st-var-1", kind: "item", provider_id: "tea", sold_as: "tea", name: "Large tea" },
		...{ is_active: true, is_retired: false, least_price: 450, price_currency: "usd" },
	};
	return {
		providers: [
			...CONTRACTS.map((delivery_contract) => posOf(`pos-${delivery_contract}`, delivery_contract)),
			{ ...posOf(CHANNEL, "at_most_once"), type: "dsp" },
		],
		stores,
		place: (provider_id) => places.get(provider_id) ?? { org_id: "", location_id: "" },
		findSellable: async () => new Map([[sellable.stream_id, sellable]]),
		watch(observed, dsp_order_id) {
			const order = observed.orders.get(dsp_order_id);
			const store = stores.find((one) => one.dsp_location_id === order?.store);
			if (store !== undefined) order?.locations.add(store.location);
		},
		rebind(observed) {
			const store = random.pick(stores);
			store.location = store.location.replace(/-([12])@/, (_, n: string) => `-${n === "1" ? 2 : 1}@`);
			bind(store);
			for (const order of observed.orders.values())
				if (order.store === store.dsp_location_id && order.acknowledged === undefined)
					order.locations.add(store.location);
		},
	};
}

/** A POS that declares this contract. */
function posOf(slug: string, delivery_contract: Contract): Provider {
	return {
		...{ slug, provider_id: slug, type: "pos", name: slug, base_url: "https://pos.example.test", paths: {} },
		...{ auth: "oauth", client_id: "hub", client_secret: "s", webhook_secrets: ["s"] },
		...{ settings: { ...DEFAULT_SETTINGS, delivery_contract }, paused_at: null },
	};
}
