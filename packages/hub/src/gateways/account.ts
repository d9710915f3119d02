import { HubError, isHubError } from "../base/error.ts";
import type { Locations } from "../features/locations/index.ts";
import type { SignIn, Visitor } from "../features/sign-in/index.ts";
import { accountPath, readSession, sessionCookie } from "./account-cookie.ts";
import { type Call, type Endpoint, emptyReply, endpoint, rawReply } from "./endpoint.ts";
import { type PosOffer, renderAccount, renderBroughtIn, renderNotice } from "./pages/account.ts";
import { PAGE_HEADERS } from "./security-headers.ts";

const page = rawReply("text/html; charset=utf-8");
/** The page has forms of its own. */
const FORM_HEADERS = {
	...PAGE_HEADERS,
	"content-security-policy": PAGE_HEADERS["content-security-policy"].replace(
		"form-action 'none'",
		"form-action 'self'",
	),
};
/** Who may bring in locations (contract.md A.3: owner everything, admin most). */
const MAY_IMPORT: readonly string[] = ["owner", "admin"];

/**
 * The page of a signed-in person (contract.md A.3, B.10): their organisation, what the POS did not say of them, and which of
 * the POS's locations to bring in. Ours; forms only, no script.
 */
export function accountEndpoints(deps: {
	sign_in: Pick<SignIn, "visitorOf" | "signOut" | "saveProfile">;
	locations: Pick<Locations, "orgLocations" | "connectedPos" | "listLocations" | "ingestLocations">;
	public_url: string;
	version: string;
}): Endpoint[] {
	const { sign_in, locations, public_url, version } = deps;
	const account = accountPath(public_url);
	const back = { status: 303 as const, body: undefined, headers: { location: account } };
	const refuse = (title: string, text: string, code?: string) =>
		renderNotice({ version, title, text, ...(code === undefined ? {} : { code }) });
	const notSignedIn = () => ({
		status: 401 as const,
		headers: PAGE_HEADERS,
		body: refuse("Not signed in", "You are not signed in here. Start from where you manage your restaurant."),
	});
	const visitorOf = async (call: Pick<Call, "headers">) => {
		const session = readSession(call);
		return session === undefined ? undefined : await sign_in.visitorOf(session);
	};
	return [
		endpoint({
			method: "GET",
			path: "/account",
			auth: "none",
			summary: "The page of a signed-in person",
			description: "contract.md A.3, B.10. Ours. A page for browsers: the organisation, its locations and channels.",
			replies: { 200: page, 401: page },
			errors: [],
			handler: async (call) => {
				const visitor = await visitorOf(call);
				if (visitor === undefined) return notSignedIn();
				const { org_id } = visitor;
				const state = await locations.orgLocations(actorOf(visitor), org_id);
				const known = new Set(state.locations.map(({ source, provider_id }) => `${source}/${provider_id}`));
				const offers = MAY_IMPORT.includes(visitor.role) ? await offersFor(visitor, known) : [];
				const body = renderAccount({ version, visitor, locations: state.locations, offers, account });
				return { status: 200, body, headers: FORM_HEADERS };
			},
		}),
		endpoint({
			method: "POST",
			path: "/account/profile",
			auth: "none",
			summary: "Say what the POS did not say of a person",
			description: "contract.md B.10. Ours. A form of /account.",
			replies: { 303: emptyReply, 400: page, 401: page },
			errors: [],
			handler: async (call) => {
				const visitor = isOwnForm(call) ? await visitorOf(call) : undefined;
				if (visitor === undefined) return notSignedIn();
				const form = readForm(call);
				try {
					const [full_name = "", phone_number = ""] = [form.get("full_name") ?? "", form.get("phone_number") ?? ""];
					await sign_in.saveProfile(visitor, { full_name, phone_number });
					return back;
				} catch (error) {
					if (!isHubError(error, "invalid_field")) throw error;
					return { status: 400, body: refuse("Not saved", error.message, error.code), headers: PAGE_HEADERS };
				}
			},
		}),
		endpoint({
			method: "POST",
			path: "/account/locations",
			auth: "none",
			summary: "Bring in the chosen locations of a POS",
			description: "contract.md B.10. Ours. A form of /account.",
			replies: { 200: page, 303: emptyReply, 401: page, 502: page },
			errors: [],
			handler: async (call) => {
				const visitor = isOwnForm(call) ? await visitorOf(call) : undefined;
				if (visitor === undefined || !MAY_IMPORT.includes(visitor.role)) return notSignedIn();
				const form = readForm(call);
				const chosen = form.getAll("provider_id").map((provider_id) => ({ provider_id }));
				if (chosen.length === 0) return back;
				try {
					const onboarding_id = form.get("onboarding_id") ?? "";
					await checkOwn(visitor, onboarding_id);
					const reply = await locations.ingestLocations(actorOf(visitor), { onboarding_id, locations: chosen });
					const body = renderBroughtIn({ version, rows: reply.locations, account });
					return { status: 200, body, headers: PAGE_HEADERS };
				} catch (error) {
					if (!isHubError(error)) throw error;
					return { status: 502, body: refuse("Not brought in", error.message, error.code), headers: PAGE_HEADERS };
				}
			},
		}),
		endpoint({
			method: "POST",
			path: "/account/sign-out",
			auth: "none",
			summary: "End the session of a browser",
			description: "Ours. A form of /account.",
			replies: { 303: emptyReply },
			errors: [],
			handler: async (call) => {
				const session = readSession(call);
				if (session !== undefined) await sign_in.signOut(session);
				const headers = { location: account, "set-cookie": sessionCookie(public_url, "") };
				return { status: 303, body: undefined, headers };
			},
		}),
	];

	/** What each connected POS has besides; a POS that does not answer is named instead. */
	async function offersFor(visitor: Visitor, known: ReadonlySet<string>): Promise<PosOffer[]> {
		const connected = await locations.connectedPos(visitor.org_id);
		return Promise.all(
			connected.map(async ({ onboarding_id, source }) => {
				try {
					const listed = await locations.listLocations(actorOf(visitor), { onboarding_id });
					const others = listed.locations.filter(({ provider_id }) => !known.has(`${source}/${provider_id}`));
					return { onboarding_id, source, locations: others };
				} catch (error) {
					if (!isHubError(error)) throw error;
					return { onboarding_id, source, locations: [], failure: error.message };
				}
			}),
		);
	}

	async function checkOwn(visitor: Visitor, onboarding_id: string): Promise<void> {
		const connected = await locations.connectedPos(visitor.org_id);
		if (!connected.some((one) => one.onboarding_id === onboarding_id)) throw new HubError("onboarding_not_found");
	}
}

function actorOf({ partner_id }: Visitor): { partner_id: string; name: string } {
	return { partner_id, name: "merchant" };
}

function readForm({ raw_body }: Pick<Call, "raw_body">): URLSearchParams {
	return new URLSearchParams(raw_body.toString("utf8").replaceAll("%00", ""));
}

/** The cookie is not sent along from other sites; browsers that also say where a form came from are believed. */
function isOwnForm({ headers }: Pick<Call, "headers">): boolean {
	const site = headers["sec-fetch-site"];
	return site === undefined || site === "same-origin" || site === "none";
}
