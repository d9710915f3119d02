/**
 * One request as an endpoint of the kit sees it: headers by lower-case name and the bytes of the body. Both doors, the
 * web-standard one and the one for `node:http`, reduce to it, so that the order path pays for neither.
 */
export interface EndpointCall {
	header(name: string): string | undefined;
	raw_body: Uint8Array;
}

/** The answer of an endpoint: always a JSON text. */
export interface EndpointReply {
	status: number;
	body: string;
	headers?: Record<string, string>;
}

/** One of the four endpoints that machines call: token, locations, catalog, orders. */
export type Endpoint = (call: EndpointCall) => EndpointReply | Promise<EndpointReply>;

/** An answer with a JSON body. */
export function jsonReply(status: number, value: unknown, headers?: Record<string, string>): EndpointReply {
	return headers ? { status, body: JSON.stringify(value), headers } : { status, body: JSON.stringify(value) };
}

/** A refusal in the form that POS systems use on this contract: `{ status, message }` (contract.md B.2). */
export function failure(status: number, message: string, headers?: Record<string, string>): EndpointReply {
	return jsonReply(status, { status, message }, headers);
}

/** The body as JSON, or undefined when it is not JSON at all. */
export function parseJson(raw_body: Uint8Array): unknown {
	try {
		return JSON.parse(Buffer.from(raw_body.buffer, raw_body.byteOffset, raw_body.byteLength).toString("utf8"));
	} catch {
		return undefined;
	}
}

/** The same endpoint as a web-standard handler, for any server or framework that speaks Request and Response. */
export function asWebHandler(endpoint: Endpoint): (request: Request) => Promise<Response> {
	return async (request) => {
		const raw_body = new Uint8Array(await request.arrayBuffer());
		const reply = await endpoint({ header: (name) => request.headers.get(name) ?? undefined, raw_body });
		return new Response(reply.body, {
			status: reply.status,
			headers: { "content-type": "application/json; charset=utf-8", "cache-control": "no-store", ...reply.headers },
		});
	};
}
