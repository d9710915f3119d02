import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import {
	DSP_PATHS,
	type DspTokenReply,
	examples,
	SIGNATURE_HEADER,
	type StrictDspSubmission,
	verifySignature,
} from "@ticketrail/contract";
import { SAMPLE_ACCOUNTS } from "./accounts.ts";
import { type ReferenceDsp, type ReferenceDspOptions, startReferenceDsp } from "./start.ts";

const CREDENTIALS = { client_id: "the-hub", client_secret: "s3cret-of-the-hub", webhook_secret: "test-secret-1" };
const REDIRECT_URI = "http://hub.example/oauth/callback/sim-dsp";

/** The hub's side of the contract for tests of the DSP: it takes orders, serves menus and sends events. */
export interface TestHub {
	url: string;
	/** Messages whose signature was right, with their bytes. */
	received: { message: StrictDspSubmission; raw_body: string }[];
	/** Statuses of the next answers to orders; 200 when there is none left. */
	statuses: number[];
	/** What is served at `/menu`. */
	menu: { file: unknown };
	/** Sign in at the DSP as a merchant does and get a token for her. */
	connect(dsp: ReferenceDsp): Promise<DspTokenReply>;
	token(dsp: ReferenceDsp, body: Record<string, unknown>): Promise<Response>;
	event(dsp: ReferenceDsp, access_token: string, event: unknown): Promise<Response>;
	publish(dsp: ReferenceDsp, access_token: string, location_id: string): Promise<Response>;
	stop(): void;
}

export async function startTestHub(): Promise<TestHub> {
	const received: TestHub["received"] = [];
	const statuses: number[] = [];
	const menu: TestHub["menu"] = { file: examples.menu_v1 };
	const server = createServer(async (request, response) => {
		if (request.url === "/menu") return response.end(JSON.stringify(menu.file));
		const raw_body = await buffer(request);
		const signature = request.headers[SIGNATURE_HEADER] as string | undefined;
		const { ok } = verifySignature({ raw_body, signature, secrets: [CREDENTIALS.webhook_secret] });
		if (!ok || request.url !== "/order/sim-dsp") return response.writeHead(401).end("{}");
		received.push({ message: JSON.parse(raw_body.toString()), raw_body: raw_body.toString() });
		const status = statuses.shift() ?? 200;
		return response.writeHead(status).end(status < 300 ? "{}" : JSON.stringify({ title: "No", detail: "the reason" }));
	});
	await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
	const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

	const hub: TestHub = {
		url,
		received,
		statuses,
		menu,
		async connect(dsp) {
			const code = new URL(await decide(dsp, "approve")).searchParams.get("code");
			return (await (await hub.token(dsp, { grant_type: "authorization_code", code })).json()) as DspTokenReply;
		},
		token(dsp, body) {
			const { client_id, client_secret } = CREDENTIALS;
			return fetch(`${dsp.url}${DSP_PATHS.token}`, {
				method: "POST",
				body: JSON.stringify({ client_id, client_secret, ...body }),
			});
		},
		event: (dsp, access_token, event) =>
			fetch(`${dsp.url}${DSP_PATHS.event}`, {
				method: "POST",
				headers: { authorization: `Bearer ${access_token}` },
				body: JSON.stringify(event),
			}),
		publish: (dsp, access_token, location_id) =>
			hub.event(dsp, access_token, { type: "location.publish", location_id, download_url: `${url}/menu` }),
		stop() {
			server.closeAllConnections();
			server.close();
		},
	};
	return hub;
}

export function startTestDsp(hub: TestHub, options: Partial<ReferenceDspOptions> = {}): Promise<ReferenceDsp> {
	return startReferenceDsp({
		...CREDENTIALS,
		client_name: "Ticketrail",
		hub_url: hub.url,
		retry_base_ms: 1,
		...options,
	});
}

function authorizeUrl({ url }: ReferenceDsp): string {
	const { client_id } = CREDENTIALS;
	const query = new URLSearchParams({ client_id, response_type: "code", redirect_uri: REDIRECT_URI });
	return `${url}${DSP_PATHS.authorize}?${query}`;
}

/** What a script does in a merchant's place: two form posts and a cookie. Gives the address it is sent to. */
export async function decide(dsp: ReferenceDsp, decision: "approve" | "deny"): Promise<string> {
	const post = (body: Record<string, string>, cookie = "") =>
		fetch(authorizeUrl(dsp), {
			method: "POST",
			redirect: "manual",
			headers: { cookie },
			body: new URLSearchParams(body),
		});
	const { username = "", password = "" } = SAMPLE_ACCOUNTS[0] ?? {};
	const signed_in = await post({ step: "sign-in", username, password });
	const [cookie] = (signed_in.headers.get("set-cookie") ?? "").split(";");
	return (await post({ step: "decide", decision }, cookie)).headers.get("location") ?? "";
}
