import { CallFailure } from "./call-failure.ts";

/** Query parameters; `undefined` and "" are left out. */
export type Query = Readonly<Record<string, string | number | undefined>>;

/** What a call may carry. */
export interface CallOptions {
	query?: Query;
	body?: unknown;
	/** Version that was looked at, sent as If-Match. */
	if_match?: string | undefined;
	/** The same key for every try of one intention: the hub answers a repeat with the first result. */
	idempotency_key?: string | undefined;
	signal?: AbortSignal | undefined;
}

/** The hub's console surface, as this page calls it. Failures are thrown as `CallFailure`. */
export interface ConsoleApi {
	get<Reply>(path: string, query?: Query, signal?: AbortSignal): Promise<Reply>;
	send<Reply>(method: "POST" | "PUT" | "DELETE", path: string, options?: CallOptions): Promise<Reply>;
	/** The token that changes must carry; the session tells it. */
	setCsrfToken(token: string | undefined): void;
}

/** Makes the door to the hub. */
export function createConsoleApi(parts: { fetch: typeof fetch }): ConsoleApi {
	let csrf_token: string | undefined;
	async function call<Reply>(method: string, path: string, options: CallOptions): Promise<Reply> {
		const headers: Record<string, string> = { accept: "application/json" };
		if (options.body !== undefined) headers["content-type"] = "application/json";
		if (method !== "GET" && csrf_token !== undefined) headers["x-csrf-token"] = csrf_token;
		if (options.if_match !== undefined) headers["if-match"] = options.if_match;
		if (options.idempotency_key !== undefined) headers["idempotency-key"] = options.idempotency_key;
		const response = await parts
			.fetch(`${path}${queryText(options.query)}`, {
				method,
				headers,
				credentials: "same-origin",
				...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
				...(options.signal === undefined ? {} : { signal: options.signal }),
			})
			.catch((error: unknown) => {
				if (options.signal?.aborted) throw error;
				throw new CallFailure({ status: 0, code: "network", message: "" });
			});
		if (response.ok) return (response.status === 204 ? undefined : await response.json()) as Reply;
		throw await readProblem(response);
	}
	return {
		get: (path, query, signal) => call("GET", path, { ...(query && { query }), ...(signal && { signal }) }),
		send: (method, path, options = {}) => call(method, path, options),
		setCsrfToken: (token) => {
			csrf_token = token;
		},
	};
}

async function readProblem(response: Response): Promise<CallFailure> {
	const problem = (await response.json().catch(() => ({}))) as Record<string, string | undefined>;
	const request_id = problem.request_id ?? response.headers.get("request-id") ?? undefined;
	return new CallFailure({
		status: response.status,
		code: problem.code ?? `http_${response.status}`,
		message: problem.detail ?? problem.title ?? response.statusText,
		...(problem.next === undefined ? {} : { next: problem.next }),
		...(problem.param === undefined ? {} : { param: problem.param }),
		...(request_id === undefined ? {} : { request_id }),
	});
}

function queryText(query: Query = {}): string {
	const text = new URLSearchParams();
	for (const [name, value] of Object.entries(query))
		if (value !== undefined && value !== "") text.set(name, String(value));
	const joined = text.toString();
	return joined === "" ? "" : `?${joined}`;
}
