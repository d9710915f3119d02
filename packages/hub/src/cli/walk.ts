/** A partner's way through the public Partner API, call by call, as the seed "Implementing Headless Onboarding" has it. */
export interface PartnerApi {
	/** Throws with method, path, status and body when the answer is not 2xx. */
	call<Reply = Record<string, unknown>>(method: string, path: string, body?: unknown): Promise<Reply>;
}

export interface Onboarded {
	org_id: string;
	pos: { onboarding_id: string; status: string; locations: number; catalog_objects: number };
	dsp: { onboarding_id: string; status: string; stores: number };
}

interface ListedLocation {
	provider_id: string;
	name: string;
	address: { address_line_1: string };
}
interface Onboarding {
	onboarding: { _id: string; entry_url?: string; status: string };
}

/** Authenticate (contract.md A.1) and return the API as this partner sees it. */
export async function openPartnerApi(
	base_url: string,
	credentials: { client_id: string; client_secret: string },
): Promise<PartnerApi> {
	const { access_token } = await send<{ access_token: string }>(base_url, "POST", "/oauth/token", {
		grant_type: "client_credentials",
		...credentials,
		scopes: ["onboarding"],
	});
	return { call: (method, path, body) => send(base_url, method, path, body, access_token) };
}

/**
 * Take a merchant from nothing to live (contract.md A.4): organisation, POS with consent in its pages, locations and
 * catalogs, DSP likewise, and one link for each pair of stores with the same first address line.
 * `onStep` hears what was done. `login` are the sample accounts of the two consent pages.
 */
export async function onboardMerchant(
	api: PartnerApi,
	merchant: {
		name: string;
		provider_id: string;
		return_url: string;
		pos: { source: string; login: Login };
		dsp: { source: string; login: Login };
	},
	onStep: (step: string, detail: string) => void = () => {},
): Promise<Onboarded> {
	const { return_url } = merchant;
	const { org_id } = await api.call<{ org_id: string }>("POST", "/onboarding/org", {
		name: merchant.name,
		provider_id: merchant.provider_id,
		user: { email: "", first_name: "Ana", last_name: "Lopez" },
	});
	onStep("organisation", `${merchant.name}  ${org_id}`);

	const connect = async (type: "pos" | "dsp") => {
		const { source, login } = merchant[type];
		const { onboarding } = await api.call<Onboarding>("POST", "/onboarding/integrations", {
			org_id,
			source,
			type,
			return_url,
		});
		if (onboarding.entry_url === undefined) throw new Error(`${source} gave no entry_url`);
		const code = await consent(onboarding.entry_url, login);
		const done = await api.call<Onboarding>("PUT", `/onboarding/integrations/${onboarding._id}`, { code });
		const { locations } = await api.call<{ locations: ListedLocation[] }>(
			"GET",
			`/onboarding/locations?onboarding_id=${onboarding._id}`,
		);
		return { onboarding_id: onboarding._id, status: done.onboarding.status, locations };
	};

	const pos = await connect("pos");
	const ingested = await api.call<{ locations: { catalog_objects?: number }[] }>(
		"POST",
		"/onboarding/locations/ingest",
		{ onboarding_id: pos.onboarding_id, locations: pos.locations.map(({ provider_id }) => ({ provider_id })) },
	);
	const catalog_objects = ingested.locations.reduce((sum, row) => sum + (row.catalog_objects ?? 0), 0);
	onStep(
		"POS",
		`${merchant.pos.source}  ${pos.status}  ${pos.locations.length} locations, ${catalog_objects} catalog objects`,
	);

	const dsp = await connect("dsp");
	const pairs = dsp.locations.flatMap((store) => {
		const location = pos.locations.find((candidate) => firstLine(candidate) === firstLine(store));
		return location === undefined
			? []
			: [{ pos_location_id: location.provider_id, dsp_provider_id: store.provider_id, dsp_store_name: store.name }];
	});
	await api.call("POST", "/onboarding/locations/bind", { onboarding_id: dsp.onboarding_id, locations: pairs });
	onStep(
		"DSP",
		`${merchant.dsp.source}  ${dsp.status}  ${pairs.map((pair) => `${pair.dsp_provider_id} → ${pair.pos_location_id}`).join(", ")}`,
	);
	return {
		org_id,
		pos: { onboarding_id: pos.onboarding_id, status: pos.status, locations: pos.locations.length, catalog_objects },
		dsp: { onboarding_id: dsp.onboarding_id, status: dsp.status, stores: pairs.length },
	};
}

/** What a person types into a sign-in page. */
export interface Login {
	username: string;
	password: string;
}

/** Sign in and approve on a consent page as a browser would: two forms and a cookie. Returns the code of the redirect. */
export async function consent(entry_url: string, login: Login): Promise<string> {
	const signedIn = await post(entry_url, { step: "sign-in", ...login });
	const cookie = signedIn.headers
		.getSetCookie()
		.map((line) => line.split(";")[0])
		.join("; ");
	const decided = await post(entry_url, { step: "decide", decision: "approve" }, cookie);
	const location = decided.headers.get("location") ?? "";
	const code = new URL(location, entry_url).searchParams.get("code");
	if (code === null) throw new Error(`the consent page answered ${decided.status} and gave no code`);
	return code;
}

async function post(url: string, fields: Record<string, string>, cookie = ""): Promise<Response> {
	return await fetch(url, {
		method: "POST",
		redirect: "manual",
		headers: { "content-type": "application/x-www-form-urlencoded", cookie },
		body: new URLSearchParams(fields),
	});
}

async function send<Reply>(
	base_url: string,
	method: string,
	path: string,
	body?: unknown,
	token?: string,
): Promise<Reply> {
	const headers = {
		"content-type": "application/json",
		...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
	};
	const response = await fetch(base_url + path, {
		method,
		headers,
		...(body === undefined ? {} : { body: JSON.stringify(body) }),
	});
	const text = await response.text();
	if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${text}`);
	return JSON.parse(text) as Reply;
}

function firstLine(location: ListedLocation): string {
	return location.address.address_line_1
		.toLowerCase()
		.replace(/\bst(reet)?\b|\./g, "")
		.trim();
}
