import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import {
	type MenuFileV1,
	type NewOrder,
	SIGNATURE_HEADER,
	type StrictDspSubmission,
	verifySignature,
} from "@ticketrail/contract";

/** What the examples are started with, and what the hub's side shows them. */
export const CREDENTIALS = {
	client_id: "the-hub",
	client_secret: "s3cret-of-the-hub",
	client_name: "Ticketrail",
	webhook_secret: "test-secret-1",
};

/** As much of a hub as the pages need: the address a merchant returns to, a menu, a place for orders and webhooks. */
export interface HubSide {
	url: string;
	host: string;
	redirect_uri: string;
	/** Query strings with which merchants came back. */
	returns: string[];
	submissions: StrictDspSubmission[];
	webhooks: { type: string; object: Record<string, unknown> }[];
	/** The address of an example's sign-in page, as the hub sends a merchant's browser there. */
	authorizeUrl(base_url: string, path: string): string;
	/** Sign in with two form posts, as a script does, and exchange the code. */
	connect(base_url: string, paths: { authorize: string; token: string }, login: Login): Promise<string>;
	post(url: string, access_token: string, body: unknown): Promise<Response>;
	stop(): void;
}

interface Login {
	username: string;
	password: string;
}

export async function startHubSide(menu?: MenuFileV1): Promise<HubSide> {
	const hub: Pick<HubSide, "returns" | "submissions" | "webhooks"> = { returns: [], submissions: [], webhooks: [] };
	const server = createServer(async (request, response) => {
		const url = new URL(request.url ?? "/", "http://hub");
		if (url.pathname === "/menu") return response.end(JSON.stringify(menu));
		if (request.method === "GET") {
			if (url.pathname.startsWith("/oauth/")) hub.returns.push(url.search);
			response.setHeader("content-type", "text/html; charset=utf-8");
			return response.end(
				'<!doctype html><html lang="en"><link rel="icon" href="data:,"><title>Hub</title><h1>Back at the hub</h1>',
			);
		}
		const raw_body = await buffer(request);
		const signature = request.headers[SIGNATURE_HEADER] as string | undefined;
		const { ok } = verifySignature({ raw_body, signature, secrets: [CREDENTIALS.webhook_secret] });
		if (!ok) return response.writeHead(401).end("{}");
		const list: unknown[] = url.pathname.startsWith("/order/") ? hub.submissions : hub.webhooks;
		list.push(JSON.parse(raw_body.toString()));
		return response.writeHead(200, { "content-type": "application/json" }).end("{}");
	});
	await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
	const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
	const redirect_uri = `http://${host}/oauth/callback/example`;
	const { client_id, client_secret } = CREDENTIALS;

	const authorizeUrl = (base_url: string, path: string) =>
		`${base_url}${path}?${new URLSearchParams({ client_id, response_type: "code", redirect_uri })}`;
	const post = (url: string, access_token: string, body: unknown) =>
		fetch(url, {
			method: "POST",
			headers: { "content-type": "application/json", authorization: `Bearer ${access_token}` },
			body: JSON.stringify(body),
		});
	return {
		...hub,
		url: `http://${host}`,
		host,
		redirect_uri,
		authorizeUrl,
		post,
		async connect(base_url, paths, login) {
			const submit = (form: Record<string, string>, cookie: string) =>
				fetch(authorizeUrl(base_url, paths.authorize), {
					method: "POST",
					redirect: "manual",
					headers: { cookie },
					body: new URLSearchParams(form),
				});
			const signed_in = await submit({ step: "sign-in", ...login }, "");
			const [cookie = ""] = (signed_in.headers.get("set-cookie") ?? "").split(";");
			const approved = await submit({ step: "decide", decision: "approve" }, cookie);
			const code = new URL(approved.headers.get("location") ?? "").searchParams.get("code");
			const exchange = { grant_type: "authorization_code", client_id, client_secret, code, redirect_uri };
			const tokens = (await (await post(`${base_url}${paths.token}`, "", exchange)).json()) as { access_token: string };
			return tokens.access_token;
		},
		stop() {
			server.closeAllConnections();
			server.close();
		},
	};
}

/** The new orders among what the DSP sent. */
export function newOrders({ submissions }: HubSide): NewOrder[] {
	return submissions.filter((one): one is NewOrder => one.type === "new_order");
}
