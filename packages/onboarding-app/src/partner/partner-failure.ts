/** Why a call of the Partner API gave nothing. */
export class PartnerFailure extends Error {
	/** HTTP status; 0: no answer came */
	readonly status: number;
	/** a stable word: the hub's own `code` where it sends one */
	readonly code: string;
	readonly next: string | undefined;
	readonly param: string | undefined;
	readonly request_id: string | undefined;

	constructor(
		status: number,
		code: string,
		message: string,
		more: { next?: string | undefined; param?: string | undefined; request_id?: string | undefined } = {},
	) {
		super(message);
		this.name = "PartnerFailure";
		this.status = status;
		this.code = code;
		this.next = more.next;
		this.param = more.param;
		this.request_id = more.request_id;
	}
}

const TEXT_MAX = 500;

/**
 * A refusal of a hub as a failure. The contract shows no error body (A.6), so three forms are read: problem+json (RFC 9457), the
 * `{ statusCode, message, error }` of the framework that the original runs on, and anything else by its status.
 */
export function readFailure(status: number, body: unknown): PartnerFailure {
	const fields = typeof body === "object" && body !== null ? (body as Record<string, unknown>) : {};
	const text = (name: string) => {
		const value = fields[name];
		return typeof value === "string" && value !== "" ? value.slice(0, TEXT_MAX) : undefined;
	};
	const messages = Array.isArray(fields.message)
		? fields.message.filter((line) => typeof line === "string").join(" ")
		: text("message");
	const message = text("detail") ?? messages ?? text("title") ?? text("error") ?? `The hub answered ${status}.`;
	return new PartnerFailure(status, text("code") ?? `http_${status}`, message.slice(0, TEXT_MAX), {
		next: text("next"),
		param: text("param"),
		request_id: text("request_id"),
	});
}
