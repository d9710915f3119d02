import type { ConsoleRole } from "@ticketrail/contract";
import type { Browser } from "playwright-core";
import type { Town } from "./town.ts";
import { type VIEWS, type WatchedPage, watchPage } from "./watch-page.ts";
import { type Reply, send } from "./wire.ts";

/** Who comes to the console through their partner. The town's partner needs the scope `sso`. */
export interface MerchantPerson {
	role: Exclude<ConsoleRole, "operator">;
	/** The partner's own id of the organisation. */
	provider_org_id: string;
}

/** A fresh window in which that person is signed in, at a path of the console: the whole way that a partner's user takes. */
export async function visitAs(
	browser: Browser,
	town: Town,
	person: MerchantPerson,
	path: string,
	view?: (typeof VIEWS)[number],
): Promise<WatchedPage> {
	const { hub } = town;
	const door = await doorFor(town, person);
	const watched = await watchPage(browser, [new URL(hub.url).host], view);
	await watched.page.goto(door);
	await watched.page.goto(hub.url + path);
	return watched;
}

/** That person's session without a window: calls of the console's API, as its pages make them. */
export async function signInAs(
	town: Town,
	person: MerchantPerson,
): Promise<(method: string, path: string, json?: unknown) => Promise<Reply>> {
	const { url } = town.hub;
	const entered = await send("GET", await doorFor(town, person));
	const cookie = entered.headers.get("set-cookie")?.split(";", 1)[0] ?? "";
	const session = await send<{ csrf_token: string }>("GET", `${url}/console/session`, { headers: { cookie } });
	const headers = { cookie, "x-csrf-token": session.body.csrf_token };
	return (method, path, json) => send(method, url + path, { headers, json });
}

/** The address at which a person comes in once: their partner's server asks for it. */
async function doorFor({ hub, partner }: Town, person: MerchantPerson): Promise<string> {
	const { access_token } = await hub.accounts.issueToken({ ...partner, grant_type: "client_credentials" });
	const answer = await fetch(`${hub.url}/white-label/generate-session`, {
		method: "POST",
		headers: { authorization: `Bearer ${access_token}`, "content-type": "application/json" },
		body: JSON.stringify({
			...{ email: `${person.role}@${person.provider_org_id}.test`, full_name: `The ${person.role}` },
			...{ phone_number: "+12065550100", role: person.role, provider_org_id: person.provider_org_id },
		}),
	});
	const { sso_login_token } = (await answer.json()) as { sso_login_token?: string };
	if (sso_login_token === undefined) throw new Error(`no session was prepared: ${answer.status}`);
	return `${hub.url}/redirect/sso?code=${sso_login_token}`;
}
