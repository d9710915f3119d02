import { consent } from "@ticketrail/hub";
import { orderOf } from "./counter.ts";
import { orderLine } from "./menu.ts";
import { LOGIN, openForBusiness, openTown, RETURN_URL, type Town, type TownOptions, untilQuiet } from "./town.ts";
import { type Reply, type Sending, send } from "./wire.ts";

/** One partner with a merchant of its own. */
export interface Tenant {
	token: string;
	credentials: { client_id: string; client_secret: string };
	org_id: string;
	/** Its onboardings. */
	pos: string;
	dsp: string;
	/** The hub's own id of its location "4410". */
	location_id: string;
}

/** A town with two partners: Ana's merchant is in business, Ben's uses the same systems and has linked nothing. */
export interface TwoTenants {
	town: Town;
	ana: Tenant;
	ben: Tenant;
	/** A request to the hub. */
	call(method: string, path: string, sending?: Sending): Promise<Reply>;
	/** One with a partner's token and JSON. */
	as(tenant: Tenant, method: string, path: string, json?: unknown): Promise<Reply>;
	tokenOf(credentials: { client_id: string; client_secret: string }): Promise<string>;
	/** An order that Ana's store would take. */
	goodOrder(): { type: "new_order"; location_id: string; order: ReturnType<typeof orderOf> };
	/** What the hub says it takes, without the operator's own pages: methods by path. */
	routes(): Promise<[path: string, methods: string[]][]>;
}

/** Resolves when nothing is under way any more. */
export async function openTwoTenants(options: TownOptions = {}): Promise<TwoTenants> {
	const town = await openTown(options);
	const call: TwoTenants["call"] = (method, path, sending = {}) => send(method, town.hub.url + path, sending);
	const tokenOf: TwoTenants["tokenOf"] = async ({ client_id, client_secret }) => {
		const grant = { grant_type: "client_credentials", client_id, client_secret };
		return String((await call("POST", "/oauth/token", { json: grant })).body.access_token);
	};
	const locationOf = async (org_id: string) => {
		const sql = "SELECT location_id FROM location WHERE org_id = $1 AND provider_id = '4410'";
		return String((await town.look(sql, [org_id]))[0]?.location_id);
	};

	async function openAna(): Promise<Tenant> {
		const { org_id, pos, dsp } = await openForBusiness(town);
		const ids = { org_id, pos: pos.onboarding_id, dsp: dsp.onboarding_id };
		const location_id = await locationOf(org_id);
		return { ...ids, location_id, token: await tokenOf(town.partner), credentials: town.partner };
	}

	async function openBen(): Promise<Tenant> {
		const credentials = await town.hub.accounts.createPartner({
			name: "Second partner",
			scopes: options.scopes ?? ["onboarding"],
		});
		const token = await tokenOf(credentials);
		const ask = async (method: string, path: string, json?: unknown) =>
			(await call(method, path, { token, json })).body;
		const org = await ask("POST", "/onboarding/org", { name: "Ben's Grill", provider_id: "m-ben" });
		const org_id = String(org.org_id);
		const connect = async (type: "pos" | "dsp") => {
			const started = { org_id, source: `sim-${type}`, type, return_url: RETURN_URL };
			const { onboarding } = await ask("POST", "/onboarding/integrations", started);
			const { _id, entry_url } = onboarding as { _id: string; entry_url: string };
			await ask("PUT", `/onboarding/integrations/${_id}`, { code: await consent(entry_url, LOGIN[type]) });
			await ask("GET", `/onboarding/locations?onboarding_id=${_id}`);
			return _id;
		};
		const [pos, dsp] = [await connect("pos"), await connect("dsp")];
		await ask("POST", "/onboarding/locations/ingest", { onboarding_id: pos, locations: [{ provider_id: "4410" }] });
		return { org_id, pos, dsp, token, credentials, location_id: await locationOf(org_id) };
	}

	const [ana, ben] = [await openAna(), await openBen()];
	await untilQuiet(town);
	return {
		...{ town, ana, ben, call, tokenOf },
		as: (tenant, method, path, json) =>
			call(method, path, { token: tenant.token, ...(json === undefined ? {} : { json }) }),
		goodOrder: () => ({
			type: "new_order",
			location_id: "dd-9001",
			order: orderOf([orderLine(town.dsp.menus.get("dd-9001"), "Soup of the day")]),
		}),
		async routes() {
			const { paths } = (await call("GET", "/openapi.json")).body as { paths: Record<string, object> };
			return Object.entries(paths).map(([path, operations]) => [
				path,
				Object.keys(operations).map((name) => name.toUpperCase()),
			]);
		},
	};
}
