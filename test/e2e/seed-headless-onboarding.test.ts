import type { MenuFileV1 } from "@ticketrail/contract";
import { consent } from "@ticketrail/hub";
import { startReferenceDsp } from "@ticketrail/reference-dsp";
import { startReferencePos } from "@ticketrail/reference-pos";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openPartnerDesk, type PartnerDesk, signIn } from "./partner-desk.ts";
import { line } from "./seed.ts";
import { CREDENTIALS, LOGIN, openTown, PATIENCE, SECRETS, type Town } from "./town.ts";
import { type Reply, send, sendSigned } from "./wire.ts";

let town: Town;
let desk: PartnerDesk;

beforeAll(async () => {
	town = await openTown({ scopes: ["onboarding", "sso"] });
	desk = await openPartnerDesk();
});
afterAll(async () => {
	await desk.stop();
	await town.close();
});

interface Onboarding {
	onboarding: { _id: string; entry_url?: string; status: string; type: string; source: string };
}
interface Locations {
	locations: Record<string, unknown>[];
}

const text = expect.stringMatching(/.+/);
/** The three kitchens as their POS has them, in the Partner API's spelling of an address. */
const MAIN_ST = {
	provider_id: "4410",
	name: "Joe's Pizza - Main St",
	address: {
		address_line_1: "123 Main St",
		postal_code: "62701",
		locality: "Springfield",
		administrative_district_level_1: "IL",
		country: "US",
	},
	source: "sim-pos",
};

// covers: A.4.1 org, A.4.2 oauth, A.4.5 ingest, A.4.6 bind, A.4.8 state, E.15 ours, A.4.2 manual, A.4.3 manual code
test("the guide “Implementing Headless Onboarding” can be followed line by line, from the first token to a disconnected merchant", async () => {
	const { hub, pos, dsp, partner } = town;
	let token: string | undefined;
	const call = <Body = Record<string, unknown>>(method: string, path: string, json?: unknown): Promise<Reply<Body>> =>
		send<Body>(method, hub.url + path, { token, ...(json === undefined ? {} : { json }) });
	const statusOf = async (onboarding_id: string) =>
		(await town.look("SELECT status FROM integration WHERE integration_id = $1", [onboarding_id]))[0]?.status;

	// ── 1. Authentication ──
	await line("The API uses OAuth 2.0 for authentication", async () => {
		const without = await call("POST", "/onboarding/org", { name: "Joe's", provider_id: "m-1" });
		expect(without.status).toBe(401);
	});
	const first_token = await line('POST /oauth/token "grant_type": "client_credentials", "scopes": ["onboarding"]', () =>
		call("POST", "/oauth/token", {
			grant_type: "client_credentials",
			client_id: partner.client_id,
			client_secret: partner.client_secret,
			scopes: ["onboarding"],
		}),
	);
	await line('"token_type": "bearer", "expires_in": 3600, "refresh_token_expires_in": 7200', () => {
		expect(first_token.status).toBe(201);
		expect(first_token.body).toEqual({
			access_token: text,
			token_type: "bearer",
			refresh_token: text,
			expires_in: 3600,
			refresh_token_expires_in: 7200,
			scopes: ["onboarding"],
		});
	});
	await line('"refresh_token": "..."', async () => {
		const { client_id, client_secret } = partner;
		const { refresh_token } = first_token.body;
		const grant = { grant_type: "refresh_token", client_id, client_secret, refresh_token };
		const refreshed = await call<{ access_token: string }>("POST", "/oauth/token", grant);
		expect(refreshed.status).toBe(201);
		expect(refreshed.body).toMatchObject({ token_type: "bearer", expires_in: 3600, scopes: ["onboarding"] });
		expect(refreshed.body.access_token).not.toBe(first_token.body.access_token);
		token = refreshed.body.access_token;
	});

	// ── 2. Organization Creation ──
	const merchant = {
		name: "Merchant Name",
		provider_id: "YOUR_INTERNAL_ID",
		user: { email: "", first_name: "John", last_name: "Doe" },
	};
	const { org_id } = await line('POST /onboarding/org "name", "provider_id", "user"', async () => {
		const created = await call<{ org_id: string; user_id: string }>("POST", "/onboarding/org", merchant);
		expect(created.status).toBe(201);
		expect(created.body).toEqual({ org_id: text, user_id: text });
		const repeated = await call("POST", "/onboarding/org", merchant);
		expect([repeated.status, repeated.body]).toEqual([201, created.body]);
		return created.body;
	});

	// ── 3. POS Integration Flow: 3.1, 3.3 ──
	const { return_url } = desk;
	const start = async (type: "pos" | "dsp", source: string, of = org_id) => {
		const started = await call<Onboarding>("POST", "/onboarding/integrations", {
			org_id: of,
			source,
			type,
			return_url,
		});
		expect(started.status).toBe(201);
		return started.body.onboarding;
	};
	const pos_onboarding = await line(
		'POST /onboarding/integrations "org_id", "source", "type": "pos", "return_url"',
		() => start("pos", "sim-pos"),
	);
	await line('"entry_url": "URL_TO_START_OAUTH", "status" · waiting_for_oauth: During OAuth flow', async () => {
		// the guide's sample says "pending" beside an entry_url, its own list of statuses says that this is OAuth (F-15)
		expect(pos_onboarding).toEqual({
			_id: text,
			entry_url: text,
			status: "waiting_for_oauth",
			type: "pos",
			source: "sim-pos",
		});
		expect(await statusOf(pos_onboarding._id)).toBe("waiting_for_oauth");
	});
	await line("Redirect the user to the entry_url · Handle the OAuth callback at your return_url", async () => {
		expect((await signIn(pos_onboarding.entry_url ?? "", LOGIN.pos)).status).toBe(200);
		expect([...(desk.callbacks.at(-1)?.keys() ?? [])]).toEqual(["code"]);
	});
	await line('Exchange the OAuth code: PUT /onboarding/integrations/{ONBOARDING_ID} "code"', async () => {
		const path = `/onboarding/integrations/${pos_onboarding._id}`;
		const wrong = await call("PUT", path, { code: "no-such-code" });
		expect([wrong.status, wrong.body.code]).toEqual([400, "code_rejected"]);
		expect(await statusOf(pos_onboarding._id)).toBe("waiting_for_oauth");
		const done = await call<Onboarding>("PUT", path, { code: desk.callbacks.at(-1)?.get("code") });
		expect(done.status).toBe(200);
		expect(done.body.onboarding).toEqual({ _id: pos_onboarding._id, status: "active", type: "pos", source: "sim-pos" });
	});

	// ── 4. Location Management ──
	await line("GET /onboarding/locations?onboarding_id=ONBOARDING_ID", async () => {
		const listed = await call<Locations>("GET", `/onboarding/locations?onboarding_id=${pos_onboarding._id}`);
		expect(listed.status).toBe(200);
		expect(listed.body.locations).toHaveLength(3);
		expect(listed.body.locations[0]).toEqual(MAIN_ST);
	});
	const selection = {
		onboarding_id: pos_onboarding._id,
		locations: [{ provider_id: "4410" }, { provider_id: "4411" }],
	};
	const ingested = await line("imports selected locations and their menu data from the POS system", async () => {
		const done = await call<Locations>("POST", "/onboarding/locations/ingest", selection);
		expect(done.status).toBe(201);
		expect(done.body.locations).toEqual(
			["4410", "4411"].map((provider_id) =>
				expect.objectContaining({ _id: text, provider_id, status: "active", catalog_version: 1, warnings: [] }),
			),
		);
		const objects = Object.values(pos.state.kitchens.get("4410")?.catalog ?? {}).flat().length;
		expect(done.body.locations[0]?.catalog_objects).toBe(objects);
		return done.body.locations;
	});
	await line("You can re-sync anytime by calling this endpoint again", async () => {
		const again = await call<Locations>("POST", "/onboarding/locations/ingest", selection);
		expect([again.status, again.body.locations]).toEqual([201, ingested]);
		const org = await call<Locations>("GET", `/onboarding/org/${org_id}/locations`);
		expect(org.body.locations.map(({ _id }) => _id).sort()).toEqual(ingested.map(({ _id }) => _id).sort());
	});

	// ── 5. DSP Integration ──
	const dsp_onboarding = await line('Similar to POS integration but with type "dsp"', async () => {
		const started = await start("dsp", "sim-dsp");
		expect(started).toMatchObject({ status: "waiting_for_oauth", type: "dsp", source: "sim-dsp", entry_url: text });
		await signIn(started.entry_url ?? "", LOGIN.dsp);
		const code = desk.callbacks.at(-1)?.get("code");
		const done = await call<Onboarding>("PUT", `/onboarding/integrations/${started._id}`, { code });
		expect(done.body.onboarding).toEqual({ _id: started._id, status: "active", type: "dsp", source: "sim-dsp" });
		const stores = await call<Locations>("GET", `/onboarding/locations?onboarding_id=${started._id}`);
		expect(stores.body.locations[0]).toEqual({
			provider_id: "dd-9001",
			name: "Joes Pizza (Main Street)",
			address: { ...MAIN_ST.address, address_line_1: "123 Main Street" },
			source: "sim-dsp",
		});
		return started;
	});
	const pair = { pos_location_id: "4410", dsp_provider_id: "dd-9001", dsp_store_name: "Store Name in DSP" };
	const mapping = { onboarding_id: dsp_onboarding._id, locations: [pair] };
	await line("Display POS and DSP location details side-by-side · Add confirmation step before saving", async () => {
		const preview = await call<Locations>("POST", "/onboarding/locations/bind", { ...mapping, dry_run: true });
		expect(preview.status).toBe(200);
		expect(preview.body).toEqual({
			dry_run: true,
			locations: [
				{
					...pair,
					status: "would_link",
					pos: { provider_id: "4410", name: MAIN_ST.name, address: MAIN_ST.address },
					dsp: {
						provider_id: "dd-9001",
						name: "Joes Pizza (Main Street)",
						address: { ...MAIN_ST.address, address_line_1: "123 Main Street" },
					},
					...{ warnings: [], verdict: "suggested", reasons: [], needs: [], facts: expect.any(Array) },
				},
			],
		});
		const crossed = [{ ...pair, pos_location_id: "4411" }];
		const warned = await call<Locations>("POST", "/onboarding/locations/bind", {
			...mapping,
			locations: crossed,
			dry_run: true,
		});
		expect(JSON.stringify(warned.body.locations[0]?.warnings)).toMatch(/House numbers differ.*Postcodes differ/);
		const org = await call<{ locations: { dsps: unknown[] }[] }>("GET", `/onboarding/org/${org_id}/locations`);
		expect(org.body.locations.flatMap(({ dsps }) => dsps)).toEqual([]);
	});
	await line('POST /onboarding/locations/bind "onboarding_id": "DSP_ONBOARDING_ID"', async () => {
		const bound = await call<Locations>("POST", "/onboarding/locations/bind", mapping);
		expect(bound.status).toBe(201);
		expect(bound.body.locations[0]).toMatchObject({ ...pair, _id: text, status: "APPROVED" });
		const repeated = await call<Locations>("POST", "/onboarding/locations/bind", mapping);
		expect([repeated.status, repeated.body]).toEqual([201, bound.body]);
	});
	await line("creates a link between locations that enables order flow", async () => {
		await expect.poll(() => [...dsp.menus.keys()], PATIENCE).toEqual(["dd-9001"]);
		const placed = await dsp.placeOrder({ location_id: "dd-9001" });
		if (placed.kind !== "sent") throw new Error(placed.problem);
		expect(await dsp.waitForVerdict(placed.order_id, PATIENCE.timeout)).toMatchObject({ kind: "accepted", times: 1 });
		expect([...pos.state.tickets.values()].map(({ location_id, order }) => [location_id, order.dsp_order_id])).toEqual([
			["4410", placed.order_id],
		]);
	});
	await line("The data stays synced via POS webhooks after initial import", async () => {
		const family = pos.state.kitchens
			.get("4410")
			?.catalog.item_family.find(({ provider_id }) => provider_id === "soup");
		if (family) family.price_amount = 725;
		const hint = JSON.stringify({ type: "location.catalog.updated", object: { location_id: "4410" } });
		expect((await sendSigned(`${hub.url}/pos/sim-pos/webhook`, SECRETS.pos, hint)).status).toBe(200);
		const soup = () => priceOf(dsp.menus.get("dd-9001"), "Soup of the day");
		await expect.poll(soup, PATIENCE).toBe(725);
	});

	// ── 6. View Organization Locations ──
	await line('GET /onboarding/org/{ORG_ID}/locations "dsps": [ "name", "source", "status": "APPROVED" ]', async () => {
		const org = await call<Locations>("GET", `/onboarding/org/${org_id}/locations`);
		expect(org.status).toBe(200);
		const { provider_id, ...main_st } = MAIN_ST;
		expect(org.body.locations.find((location) => location.provider_id === provider_id)).toEqual({
			...main_st,
			_id: ingested[0]?._id,
			status: "active",
			provider_id,
			dsps: [
				{
					name: "Reference DSP",
					source: "sim-dsp",
					status: "APPROVED",
					dsp_provider_id: "dd-9001",
					dsp_store_name: "Store Name in DSP",
				},
			],
		});
		expect(org.body.locations.find((location) => location.provider_id === "4411")).toMatchObject({ dsps: [] });
	});

	// ── 3.2, 5.2: the same without OAuth ──
	await followManually(call, start);

	// ── Integration Status Flow ──
	await line("deprovisioned: Integration has been disconnected", async () => {
		const gone = await call<Onboarding>("DELETE", `/onboarding/integrations/${dsp_onboarding._id}`);
		expect(gone.status).toBe(200);
		expect(gone.body.onboarding).toEqual({
			_id: dsp_onboarding._id,
			status: "deprovisioned",
			type: "dsp",
			source: "sim-dsp",
		});
		const org = await call<{ locations: { dsps: unknown[] }[] }>("GET", `/onboarding/org/${org_id}/locations`);
		expect(org.body.locations.flatMap(({ dsps }) => dsps)).toEqual([]);
		const refused = await dsp.placeOrder({ location_id: "dd-9001" });
		expect(refused).toMatchObject({ kind: "sent", submission: { kind: "refused", status: 404 } });
	});
	await line("active: Successfully connected", async () => {
		const code = await consent(dsp_onboarding.entry_url ?? "", LOGIN.dsp);
		const back = await call<Onboarding>("PUT", `/onboarding/integrations/${dsp_onboarding._id}`, { code });
		expect([back.status, back.body.onboarding.status]).toEqual([200, "active"]);
	});
});

type Call = <Body = Record<string, unknown>>(method: string, path: string, json?: unknown) => Promise<Reply<Body>>;
type Start = (type: "pos" | "dsp", source: string, of?: string) => Promise<Onboarding["onboarding"]>;

/** The guide's manual way, on a POS whose code is a token and a DSP whose code is exchanged. */
async function followManually(call: Call, start: Start): Promise<void> {
	const { hub } = town;
	const pos = await startReferencePos({
		...CREDENTIALS,
		hub_url: hub.url,
		slug: "till-pos",
		webhook_secret: SECRETS.pos,
	});
	const dsp = await startReferenceDsp({
		...CREDENTIALS,
		hub_url: hub.url,
		slug: "door-dsp",
		webhook_secret: SECRETS.dsp,
	});
	const { client_id, client_secret } = CREDENTIALS;
	const common = { auth: "manual", client_id, client_secret } as const;
	const till = { ...common, type: "pos", slug: "till-pos", name: "Till", base_url: pos.url } as const;
	const door = { ...common, type: "dsp", slug: "door-dsp", name: "Door", base_url: dsp.url } as const;
	await hub.accounts.registerProvider({ ...till, webhook_secrets: [SECRETS.pos], settings: ["manual_code=token"] });
	await hub.accounts.registerProvider({ ...door, webhook_secrets: [SECRETS.dsp] });
	try {
		const { body: org } = await call<{ org_id: string }>("POST", "/onboarding/org", {
			name: "Corner Café",
			provider_id: "m-2",
			user: { email: "ana@example.test", first_name: "Ana", last_name: "Lopez" },
		});
		const complete = async (onboarding_id: string, code: string) =>
			(await call<Onboarding>("PUT", `/onboarding/integrations/${onboarding_id}`, { code })).body.onboarding;

		const by_hand = await line(
			"if no entry_url is provided · pending: Initial state for non-oAuth onboardings",
			async () => {
				const started = await start("pos", "till-pos", org.org_id);
				expect(started).toEqual({ _id: text, status: "pending", type: "pos", source: "till-pos" });
				return started;
			},
		);
		await line("Obtain the integration code from your POS system · Submit the code", async () => {
			expect(await complete(by_hand._id, await tokenAt(pos.url))).toEqual({
				_id: by_hand._id,
				status: "active",
				type: "pos",
				source: "till-pos",
			});
		});
		const store = await line("If no entry_url is provided, collect the DSP integration code", async () => {
			const started = await start("dsp", "door-dsp", org.org_id);
			expect(started).toEqual({ _id: text, status: "pending", type: "dsp", source: "door-dsp" });
			return started;
		});
		await line("Submit the code using the same endpoint as OAuth integration", async () => {
			const code = await consent(authorizeAt(`${dsp.url}/stream-dsp/v1/authorize`), LOGIN.dsp);
			expect(await complete(store._id, code)).toMatchObject({ status: "active", type: "dsp" });
		});
		await line("(manual) link between locations that enables order flow", async () => {
			const chosen = { onboarding_id: by_hand._id, locations: [{ provider_id: "4412" }] };
			expect((await call("POST", "/onboarding/locations/ingest", chosen)).status).toBe(201);
			const pair = { pos_location_id: "4412", dsp_provider_id: "dd-9003", dsp_store_name: "Airport" };
			const mapping = { onboarding_id: store._id, locations: [pair] };
			expect((await call("POST", "/onboarding/locations/bind", mapping)).status).toBe(201);
			await expect.poll(() => dsp.menus.size, PATIENCE).toBe(1);
			const placed = await dsp.placeOrder();
			if (placed.kind !== "sent") throw new Error(placed.problem);
			expect(await dsp.waitForVerdict(placed.order_id, PATIENCE.timeout)).toMatchObject({ kind: "accepted" });
			expect([...pos.state.tickets.values()].map(({ location_id }) => location_id)).toEqual(["4412"]);
		});
	} finally {
		await Promise.all([pos.stop(), dsp.stop()]);
	}
}

/** An access token as a POS's own screen would show it. */
async function tokenAt(pos_url: string): Promise<string> {
	const redirect_uri = "http://127.0.0.1:9/screen";
	const code = await consent(authorizeAt(`${pos_url}/stream-pos/v1/authorize`, redirect_uri), LOGIN.pos);
	const { client_id, client_secret } = CREDENTIALS;
	const grant = { client_id, client_secret, code, grant_type: "authorization_code", redirect_uri };
	return (await send<{ access_token: string }>("POST", `${pos_url}/stream-pos/v1/token`, { json: grant })).body
		.access_token;
}

function authorizeAt(url: string, redirect_uri = "http://127.0.0.1:9/screen"): string {
	return `${url}?${new URLSearchParams({ client_id: CREDENTIALS.client_id, response_type: "code", redirect_uri })}`;
}

function priceOf(menu: MenuFileV1 | undefined, name: string): number | undefined {
	const items = menu?.menus.flatMap(({ categories }) => categories.flatMap(({ items }) => items)) ?? [];
	return items.find((item) => item.name === name)?.variations[0]?.price;
}
