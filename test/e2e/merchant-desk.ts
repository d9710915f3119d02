import type { ConsoleRole } from "@ticketrail/contract";
import type { Browser } from "playwright-core";
import type { Town } from "./town.ts";
import { type VIEWS, type WatchedPage, watchPage } from "./watch-page.ts";

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
	const { hub, partner } = town;
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
	const watched = await watchPage(browser, [new URL(hub.url).host], view);
	await watched.page.goto(`${hub.url}/redirect/sso?code=${sso_login_token}`);
	await watched.page.goto(hub.url + path);
	return watched;
}
