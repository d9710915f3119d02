import { PartnerFailure, readFailure } from "./partner-failure.ts";

const TIMEOUT_MS = 60_000;
const REPLY_BYTES_MAX = 16 * 1024 * 1024;
/** A token is renewed this long before it ends, ms. */
const TOKEN_MARGIN_MS = 60_000;

/** Where the hub is, and who calls. */
export interface HubAccess {
	/** base URL of the Partner API, without a slash at the end */
	api_url: string;
	client_id: string;
	client_secret: string;
}

/** Calls with the partner's token, which never leaves this process. */
export interface HubConnection {
	call(method: string, path: string, body?: unknown): Promise<Record<string, unknown>>;
}

/**
 * A connection to a hub: gets a token when it needs one (contract.md A.1), once for calls that run side by side, again before it
 * ends, and once more when the hub refuses it.
 */
export function connectHub(access: HubAccess, outside: { fetch: typeof fetch; now(): number }): HubConnection {
	let token: { value: Promise<string>; ends_at: number } | undefined;

	function currentToken(): Promise<string> {
		if (token && token.ends_at > outside.now()) return token.value;
		const fresh = { value: Promise.resolve(""), ends_at: Number.POSITIVE_INFINITY };
		fresh.value = requestToken(access, outside).then(
			({ access_token, life_ms }) => {
				fresh.ends_at = outside.now() + life_ms - TOKEN_MARGIN_MS;
				return access_token;
			},
			(error) => {
				if (token === fresh) token = undefined;
				throw error;
			},
		);
		token = fresh;
		return fresh.value;
	}

	return {
		async call(method, path, body) {
			const first = await currentToken();
			const answer = await send(outside.fetch, method, `${access.api_url}${path}`, body, first);
			if (answer.status !== 401) return settle(answer);
			if (token && (await token.value.catch(() => "")) === first) token = undefined;
			return settle(await send(outside.fetch, method, `${access.api_url}${path}`, body, await currentToken()));
		},
	};
}

async function requestToken(
	access: HubAccess,
	outside: { fetch: typeof fetch },
): Promise<{ access_token: string; life_ms: number }> {
	const { api_url, client_id, client_secret } = access;
	const body = { grant_type: "client_credentials", client_id, client_secret, scopes: ["onboarding"] };
	const reply = settle(await send(outside.fetch, "POST", `${api_url}/oauth/token`, body));
	if (typeof reply.access_token !== "string" || reply.access_token === "") {
		throw new PartnerFailure(502, "no_token", "The hub's token endpoint answered without an access_token.");
	}
	const seconds = typeof reply.expires_in === "number" ? reply.expires_in : 3600;
	return { access_token: reply.access_token, life_ms: seconds * 1000 };
}

interface Answer {
	status: number;
	body: unknown;
}

async function send(
	fetcher: typeof fetch,
	method: string,
	url: string,
	body?: unknown,
	token?: string,
): Promise<Answer> {
	try {
		const response = await fetcher(url, {
			method,
			redirect: "error",
			signal: AbortSignal.timeout(TIMEOUT_MS),
			headers: {
				accept: "application/json",
				...(body !== undefined && { "content-type": "application/json" }),
				...(token !== undefined && { authorization: `Bearer ${token}` }),
			},
			...(body !== undefined && { body: JSON.stringify(body) }),
		});
		return { status: response.status, body: parse(await readText(response)) };
	} catch (error) {
		if (error instanceof PartnerFailure) throw error;
		const cause =
			error instanceof Error && error.name === "TimeoutError" ? "did not answer in time" : "cannot be reached";
		throw new PartnerFailure(0, "hub_unreachable", `The hub ${cause}.`, { next: "Try again in a moment." });
	}
}

/** The body, read no further than the limit. */
async function readText(response: Response): Promise<string> {
	const decoder = new TextDecoder();
	let text = "";
	let bytes = 0;
	for await (const chunk of response.body ?? []) {
		bytes += chunk.byteLength;
		if (bytes > REPLY_BYTES_MAX) throw new PartnerFailure(502, "reply_too_large", "The hub's answer is too large.");
		text += decoder.decode(chunk, { stream: true });
	}
	return text + decoder.decode();
}

function parse(text: string): unknown {
	try {
		return text === "" ? {} : JSON.parse(text);
	} catch {
		return undefined;
	}
}

/** The fields of an answer that went well; an empty one has none. */
function settle({ status, body }: Answer): Record<string, unknown> {
	if (status < 200 || status > 299) throw readFailure(status, body);
	return typeof body === "object" && body !== null ? (body as Record<string, unknown>) : {};
}
