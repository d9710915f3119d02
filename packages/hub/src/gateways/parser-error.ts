import type { Duplex } from "node:stream";
import { type ErrorCode, HubError } from "../base/error.ts";
import { newId } from "../base/id.ts";
import { describeProblem, PROBLEM_TYPE } from "./problem.ts";
import { API_HEADERS } from "./security-headers.ts";

/** What Node's HTTP parser reports before there is a request. */
const BY_PARSER_CODE: Record<string, { code: ErrorCode; detail: string; phrase: string }> = {
	HPE_HEADER_OVERFLOW: {
		code: "headers_too_large",
		detail: "The request line and headers together are larger than 16 kB.",
		phrase: "Request Header Fields Too Large",
	},
	HPE_CHUNK_EXTENSIONS_OVERFLOW: {
		code: "payload_too_large",
		detail: "The chunk extensions are larger than 16 kB.",
		phrase: "Content Too Large",
	},
	ERR_HTTP_REQUEST_TIMEOUT: {
		code: "request_timeout",
		detail: "The request did not arrive within the time limit.",
		phrase: "Request Timeout",
	},
	HPE_INVALID_METHOD: { code: "malformed_request", detail: "The method is unknown.", phrase: "Bad Request" },
	HPE_INVALID_URL: { code: "malformed_request", detail: "The request target is not valid.", phrase: "Bad Request" },
	HPE_INVALID_VERSION: { code: "malformed_request", detail: "The HTTP version is not valid.", phrase: "Bad Request" },
	HPE_INVALID_HEADER_TOKEN: {
		code: "malformed_request",
		detail: "A header contains a character that is not allowed.",
		phrase: "Bad Request",
	},
	HPE_INVALID_CONTENT_LENGTH: {
		code: "malformed_request",
		detail: "Content-Length is not a number, or there twice.",
		phrase: "Bad Request",
	},
	HPE_INVALID_TRANSFER_ENCODING: {
		code: "malformed_request",
		detail: "Transfer-Encoding is not valid, or comes together with Content-Length.",
		phrase: "Bad Request",
	},
};
const OTHERWISE = {
	code: "malformed_request",
	detail: "The bytes are not an HTTP request.",
	phrase: "Bad Request",
} as const;

const LINGER_MS = 1_000;
const answered = new WeakSet<Duplex>();

/** What a bare answer needs; `report` gets its id and status for the log. */
export interface SocketContext {
	public_url: string;
	report: (line: { request_id: string; status: number; code: ErrorCode }) => void;
}

/** Answers what never became a request: broken HTTP, headers too large, too slow. */
export function answerParserError(error: NodeJS.ErrnoException, socket: Duplex, context: SocketContext): void {
	if (error.code === "ECONNRESET") {
		socket.destroy();
		return;
	}
	const { code, detail, phrase } = BY_PARSER_CODE[error.code ?? ""] ?? OTHERWISE;
	refuseOnSocket(new HubError(code, { detail }), phrase, socket, context);
}

/** Answers CONNECT: the hub is nobody's proxy. */
export function answerConnect(socket: Duplex, context: SocketContext): void {
	const error = new HubError("method_not_allowed", { detail: "This is no proxy." });
	refuseOnSocket(error, "Method Not Allowed", socket, context, { allow: "DELETE, GET, HEAD, OPTIONS, POST, PUT" });
}

/** There is no framework at this point, so the answer is written by hand and the connection closed. */
function refuseOnSocket(
	error: HubError,
	phrase: string,
	socket: Duplex,
	context: SocketContext,
	more_headers: Record<string, string> = {},
): void {
	if (answered.has(socket)) return; // further bytes of what was refused already
	answered.add(socket);
	if (!socket.writable) {
		socket.destroy();
		return;
	}
	const request_id = newId();
	const { status, headers, body } = describeProblem(error, { public_url: context.public_url, request_id });
	const text = JSON.stringify(body);
	const lines = Object.entries({
		...API_HEADERS,
		...headers,
		...more_headers,
		"content-type": PROBLEM_TYPE,
		"content-length": String(Buffer.byteLength(text)),
		"request-id": request_id,
		date: new Date().toUTCString(),
		connection: "close",
	}).map(([name, value]) => `${name}: ${value}\r\n`);
	context.report({ request_id, status, code: error.code });
	socket.on("error", () => socket.destroy());
	socket.end(`HTTP/1.1 ${status} ${phrase}\r\n${lines.join("")}\r\n${text}`);
	socket.resume();
	// The caller may still be sending. Closing at once would reset the connection and lose the answer on its way.
	const timer = setTimeout(() => socket.destroy(), LINGER_MS).unref();
	socket.once("close", () => clearTimeout(timer));
}
