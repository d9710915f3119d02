import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Login } from "@ticketrail/hub";

/** A partner's own web server: its `return_url`, and what browsers brought there. */
export interface PartnerDesk {
	return_url: string;
	/** The query strings of the callbacks, oldest first. */
	callbacks: URLSearchParams[];
	stop(): Promise<void>;
}

export async function openPartnerDesk(): Promise<PartnerDesk> {
	const callbacks: URLSearchParams[] = [];
	const server = createServer((request, response) => {
		const { pathname, searchParams } = new URL(request.url ?? "/", "http://desk");
		if (pathname === "/callback") callbacks.push(searchParams);
		response.end("You may close this window.");
	});
	await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
	return {
		return_url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/callback`,
		callbacks,
		async stop() {
			const closed = new Promise((done) => server.close(done));
			server.closeAllConnections();
			await closed;
		},
	};
}

/**
 * A merchant's browser on the page that `entry_url` leads to: sign in, approve or deny, and follow where that leads, with
 * the `cookie` that it has for that place. Returns the last answer.
 */
export async function signIn(
	entry_url: string,
	login: Login,
	{ decision = "approve", cookie: kept = "" }: { decision?: "approve" | "deny"; cookie?: string } = {},
): Promise<Response> {
	const signed_in = await submit(entry_url, { step: "sign-in", ...login });
	const cookie = signed_in.headers.getSetCookie().map((text) => text.split(";", 1)[0]);
	const decided = await submit(entry_url, { step: "decide", decision }, cookie.join("; "));
	const location = decided.headers.get("location");
	if (location === null) throw new Error(`the sign-in page answered ${decided.status} and led nowhere`);
	return await fetch(new URL(location, entry_url), { headers: { cookie: kept } });
}

async function submit(url: string, fields: Record<string, string>, cookie = ""): Promise<Response> {
	const headers = { "content-type": "application/x-www-form-urlencoded", cookie };
	return await fetch(url, { method: "POST", redirect: "manual", headers, body: new URLSearchParams(fields) });
}
