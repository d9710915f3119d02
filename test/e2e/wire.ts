import { createHmac } from "node:crypto";
import { request as sendRequest } from "node:http";

/** An answer, read to the end. */
export interface Reply<Body = Record<string, unknown>> {
	status: number;
	headers: Headers;
	text: string;
	/** The body where it is JSON of any kind; undefined otherwise. */
	body: Body;
}

/** What a request carries besides its address. `json` is written as JSON; `raw` goes as it is. */
export interface Sending {
	token?: string | undefined;
	json?: unknown;
	raw?: string | Uint8Array;
	headers?: Record<string, string>;
}

/** One request without any help: no retry, no redirect, no exception for a status. */
export async function send<Body = Record<string, unknown>>(
	method: string,
	url: string,
	{ token, json, raw, headers = {} }: Sending = {},
): Promise<Reply<Body>> {
	const body = raw ?? (json === undefined ? undefined : JSON.stringify(json));
	const response = await fetch(url, {
		method,
		redirect: "manual",
		headers: {
			...(body === undefined ? {} : { "content-type": "application/json" }),
			...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
			...headers,
		},
		...(body === undefined ? {} : { body: body as BodyInit }),
	});
	const text = await response.text();
	const is_json = /json/.test(response.headers.get("content-type") ?? "");
	return {
		status: response.status,
		headers: response.headers,
		text,
		body: (is_json && text !== "" ? JSON.parse(text) : undefined) as Body,
	};
}

/** The signature that the contract asks for, made by nothing but Node: HMAC-SHA256 of the bytes, lower-case hex (E.11). */
export function sign(secret: string, bytes: string | Uint8Array): string {
	return createHmac("sha256", secret).update(bytes).digest("hex");
}

/** POST bytes with their signature. */
export async function sendSigned<Body = Record<string, unknown>>(
	url: string,
	secret: string,
	bytes: string,
): Promise<Reply<Body>> {
	return await send<Body>("POST", url, { raw: bytes, headers: { "stream-webhook-signature": sign(secret, bytes) } });
}

/** A request as it stands, over `node:http`: headers may come twice, and a body may go with any method. */
export async function sendBare(
	method: string,
	url: string,
	headers: Record<string, string | string[]>,
	body: string | Uint8Array = "",
): Promise<Reply> {
	return await new Promise((resolve, reject) => {
		const request = sendRequest(url, { method, headers, agent: false }, (response) => {
			const chunks: Buffer[] = [];
			response.on("data", (chunk: Buffer) => chunks.push(chunk));
			response.once("error", reject);
			response.once("end", () => {
				const text = Buffer.concat(chunks).toString("utf8");
				const pairs = Object.entries(response.headers).map(
					([name, value]) => [name, String(value)] as [string, string],
				);
				const is_json = /json/.test(response.headers["content-type"] ?? "") && text !== "";
				const answered = { status: response.statusCode ?? 0, headers: new Headers(pairs), text };
				resolve({ ...answered, body: is_json ? JSON.parse(text) : undefined });
			});
		});
		request.once("error", reject).end(body);
	});
}
