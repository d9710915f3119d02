import { afterAll, beforeAll, beforeEach, expect } from "vitest";
import { ERRORS, type ErrorCode } from "../base/error.ts";
import { type Answer, startTestPartnerApi, type TestPartner, type TestPartnerApi } from "./test-partner-api.ts";
import type { ListedByTest } from "./test-provider-system.ts";

/** A merchant with a connected POS and DSP, by their onboarding ids. */
export interface Merchant {
	by: TestPartner;
	org_id: string;
	pos: string;
	dsp: string;
}

/** A Partner API for the tests of one file, and what a partner does there for its merchants. */
export interface TestMerchants {
	api: TestPartnerApi;
	partner: TestPartner;
	newMerchant(by?: TestPartner): Promise<Merchant>;
	/** Sign in at one more system; returns the onboarding's id. */
	connect(merchant: { by: TestPartner; org_id: string }, type: "pos" | "dsp", source?: string): Promise<string>;
	list(merchant: Merchant, onboarding_id?: string): Promise<Answer>;
	ingest(merchant: Merchant, ids: string[], onboarding_id?: string): Promise<Answer>;
	bind(merchant: Merchant, pairs: [pos: string, dsp: string][], more?: Record<string, unknown>): Promise<Answer>;
	/** The organisation's locations as the Partner API shows them. */
	// biome-ignore lint/suspicious/noExplicitAny: tests look into bodies of every shape
	state(merchant: Merchant): Promise<any>;
	rowsOf(table: string, org_id: string): Promise<Record<string, unknown>[]>;
	/** Everything about locations and links that is stored for a merchant. */
	everything(merchant: Merchant): Promise<unknown>;
	/** Stores of its own for each test, so that no test sees another's links. */
	newStores(...names: string[]): string[];
}

/** How the Partner API spells the address of every `place`. */
export const partner_address = {
	address_line_1: "123 Main St",
	locality: "San Francisco",
	administrative_district_level_1: "CA",
	postal_code: "94105",
	country: "US",
};

/** A location or store as its system lists it. */
export const place = (provider_id: string, name: string, more: Record<string, unknown> = {}): ListedByTest => ({
	provider_id,
	name,
	address: { address_line_1: "123 Main St", city: "San Francisco", state: "CA", postal_code: "94105", country: "US" },
	...more,
});

/** The answer is this problem, about this field. */
export function expectProblem(answer: Answer, code: ErrorCode, param?: string): void {
	expect(answer.body).toMatchObject({ code, status: ERRORS[code].status });
	expect(answer.status).toBe(ERRORS[code].status);
	if (param !== undefined) expect(answer.body.param).toBe(param);
}

/** One API for a file of tests; its systems forget between two tests what one of them set. */
export function testMerchants(): TestMerchants {
	let count = 0;
	beforeAll(async () => {
		here.api = await startTestPartnerApi();
		here.partner = await here.api.newPartner();
	});
	beforeEach(() => {
		for (const system of [here.api.pos, here.api.dsp]) {
			system.answers.clear();
			system.catalog_status.clear();
			system.catalog_fetches.length = 0;
			system.connections.length = 0;
		}
		here.api.published.length = 0;
	});
	afterAll(() => here.api.close());

	const here = {
		async newMerchant(by = here.partner) {
			const org = { name: "Joe's Pizza LLC", provider_id: `merchant-${++count}` };
			const { org_id } = (await by.call("POST", "/onboarding/org", org)).body;
			const pos = await here.connect({ by, org_id }, "pos");
			return { by, org_id, pos, dsp: await here.connect({ by, org_id }, "dsp") };
		},
		async connect({ by, org_id }, type, source = `test-${type}`) {
			const created = await by.call("POST", "/onboarding/integrations", { org_id, source, type });
			const id = created.body.onboarding._id as string;
			const done = await by.call("PUT", `/onboarding/integrations/${id}`, { code: here.api[type].newCode() });
			expect(done.status).toBe(200);
			return id;
		},
		list: (m, onboarding_id = m.pos) => m.by.call("GET", `/onboarding/locations?onboarding_id=${onboarding_id}`),
		ingest: (m, ids, onboarding_id = m.pos) =>
			m.by.call("POST", "/onboarding/locations/ingest", {
				onboarding_id,
				locations: ids.map((provider_id) => ({ provider_id })),
			}),
		bind: (m, pairs, more = {}) =>
			m.by.call("POST", "/onboarding/locations/bind", {
				onboarding_id: m.dsp,
				locations: pairs.map(([pos_location_id, dsp_provider_id]) => ({ pos_location_id, dsp_provider_id })),
				...more,
			}),
		state: async (m) => (await m.by.call("GET", `/onboarding/org/${m.org_id}/locations`)).body.locations,
		rowsOf: (table, org_id) => here.api.db.query(`SELECT * FROM ${table} WHERE org_id = $1 ORDER BY 1, 2, 3`, [org_id]),
		everything(m) {
			const tables = ["location", "binding", "route_pos_location", "route_dsp_store", "catalog_version", "audit"];
			return Promise.all(tables.map((table) => here.rowsOf(table, m.org_id)));
		},
		newStores: (...names) =>
			names.map((name) => {
				const provider_id = `store-${++count}`;
				here.api.dsp.locations.push(place(provider_id, name));
				return provider_id;
			}),
	} as TestMerchants;
	return here;
}
