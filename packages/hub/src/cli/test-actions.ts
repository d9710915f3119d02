import { HubError } from "../base/error.ts";
import type { CliActions } from "./actions.ts";

/** An id chooses how an action fails. */
const FAILURES: Record<string, () => Error> = {
	missing: () => new HubError("order_not_found", { detail: "There is no order missing." }),
	taken: () => new HubError("delivery_not_replayable"),
	over: () => new HubError("order_not_cancelable", { detail: "It is completed." }),
	down: () => new HubError("unavailable", { detail: "The database cannot take this now." }),
	denied: () => new HubError("provider_reauthorization_needed"),
	bug: () => new TypeError("CANARY-secret", { cause: new Error("CANARY-cause") }),
};

async function answer<T>(id: string, value: T): Promise<T> {
	const failure = FAILURES[id];
	if (failure) throw failure();
	return value;
}

const row = {
	order_id: "0198c2a4-7b61-7c3e-9d57-1f4b6a2e8c90",
	slug: "sim-dsp",
	dsp_order_id: "D-1001\u001b[2J",
	state: "in_progress",
	injection: "accepted",
	pos_order_id: null,
	received_at: 1_763_791_200_000,
};

const shown_partner = { events: ["order.confirmed"], locations: [], created_at: 1_763_791_200_000, rotated_at: null };

/** For tests: actions that answer from memory; the ids `missing`, `taken`, `over`, `down`, `denied` and `bug` make them fail. */
export const memoryActions: CliActions = {
	async start({ configure, say, stopped }) {
		say(`listening on ${configure().public_url}`);
		const alive = setInterval(() => {}, 1_000);
		await stopped;
		clearInterval(alive);
		say("stopped cleanly");
	},
	async demo({ onResult, configure, port }) {
		configure({ PORT: port ?? "0", PUBLIC_URL: "http://127.0.0.1:1" });
		onResult({
			org_id: "o1",
			pos: { source: "sim-pos", status: "active", locations: 3, catalog_objects: 84 },
			dsp: { source: "sim-dsp", status: "active", stores: 1 },
			order: { dsp_order_id: "D-1001", pos_order_id: "7", verdict: "accepted", accept_ms: 118 },
			console_url: "http://127.0.0.1:8080/",
			elapsed_ms: 900,
		});
	},
	onboardingApp: async (env) => (env.PARTNER_API_URL === undefined ? 3 : 0),
	addOperator: async (_config, { email }) => ({
		...{ operator_id: row.order_id, email, expires_at: row.received_at },
		sign_in_url: "http://127.0.0.1:8080/sign-in#token=tro_example",
	}),
	listOperators: async () => [{ operator_id: row.order_id, email: "ops@example.test", has_password: true }],
	addPartner: async (_config, partner) => ({
		partner_id: JSON.stringify(partner),
		client_id: "c1",
		client_secret: "s1",
	}),
	addProvider: async (_config, provider) => ({
		provider_id: JSON.stringify(provider),
		slug: provider.slug,
		webhook_url: "w",
		redirect_uri: "r",
	}),
	addEventPartner: async (_config, partner) => ({ slug: partner.slug, webhook_url: JSON.stringify(partner) }),
	updateEventPartner: async (_config, change) =>
		answer(change.slug, { slug: change.slug, url: JSON.stringify(change), ...shown_partner }),
	removeEventPartner: async (_config, slug) => answer(slug, { slug, removed: true as const }),
	listEventPartners: async () => [{ slug: "fleet", url: "https://f.example/hook", ...shown_partner }],
	listProviders: async () => [],
	showOrg: async (_config, org_id) => answer(org_id, { org_id, locations: [{ name: "Joe's Pizza" }] }),
	showCatalog: async (_config, target) => answer(target.location_id, { ...target, warnings: ["tea was sent twice"] }),
	showOrder: async (_config, order_id) => answer(order_id, { ...row, order_id }),
	cancelOrder: async (_config, { order_id, reason }) =>
		answer(order_id, { order_id, state: "merchant_canceled" as const, is_repeat: reason === "again" }),
	listOrders: async (_config, { org_id, limit }) =>
		answer(org_id, org_id === "many" ? Array.from({ length: limit }, () => row) : [{ ...row, limit }]),
	listDeliveries: async (_config, filter) => [{ ...filter }],
	replayDeliveries: (_config, ids) =>
		Promise.all(ids.map((id) => answer(id, { delivery_id: id, state: "pending" as const, was: "dead" }))),
	replayMatching: async (_config, filter) => ({ replayed: 3, by_state: { dead: 3 }, last_due_at: 0, ...filter }),
	setPaused: (_config, slug, is_paused) => answer(slug, { slug, paused_at: is_paused ? 1_763_791_200_000 : null }),
	migrate: async (_config, { dry_run }) =>
		dry_run ? { pending: ["0002_x"], sql: "-- 0002_x\nSELECT 1;\n" } : { applied: [] },
	openDatabaseForDoctor: async () => ({
		version: async () => "PostgreSQL 18.4",
		now: async () => Date.now(),
		pendingMigrations: async () => [],
		writeTest: async () => {},
		close: async () => {},
	}),
};
