import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import type { Dispatcher } from "undici";
import type { AnswerHeaders, Outcome } from "../base/outcome.ts";

const unzip = promisify(gunzip);

/** Bytes of an announced body from which on it gets its place at once: put together at the end, it would hold the loop up. */
const LARGE = 262_144;

/** What one request may take, and who hears how it ended. Times in ms. */
export interface ExchangeLimits {
	max_bytes: number;
	/** take the first `max_bytes` of a longer body and let the rest go */
	may_cut: boolean;
	deadline_ms: number;
	headers_ms: number;
	body_idle_ms: number;
	/** called exactly once */
	settle: (outcome: Outcome) => void;
}

/**
 * One request on its way through undici: collects the answer within its limits and decides the stage. A request counts
 * as sent from the moment when undici takes a connection for it; before that it certainly did not leave, after that
 * nothing but an answer proves anything, since a written request may sit in a dead connection's buffer or in the other
 * side's hands.
 */
export class Exchange implements Dispatcher.DispatchHandler {
	readonly #limits: ExchangeLimits;
	readonly #begun_at = performance.now();
	readonly #deadline: NodeJS.Timeout;
	/** the limit of the phase that it is in: waiting for headers, then for the next piece of the body */
	#phase: NodeJS.Timeout | undefined;
	#controller: Dispatcher.DispatchController | undefined;
	#is_settled = false;
	#status: number | undefined;
	#headers: AnswerHeaders = {};
	readonly #chunks: Buffer[] = [];
	/** of a large body whose length was announced, instead of chunks */
	#whole: Buffer | undefined;
	#bytes = 0;

	constructor(limits: ExchangeLimits) {
		this.#limits = limits;
		this.#deadline = setTimeout(() => this.#fail("deadline"), limits.deadline_ms);
	}

	// Throwing here takes the request off the queue without a byte written and leaves the connection to others.
	onRequestStart(controller: Dispatcher.DispatchController): void {
		if (this.#is_settled) throw new Error("given up before it was sent");
		if (this.#controller !== undefined) throw new Error("a request is sent once");
		this.#controller = controller;
		this.#phase = setTimeout(() => this.#fail("no_answer"), this.#limits.headers_ms);
	}

	onResponseStart(_controller: Dispatcher.DispatchController, status: number, headers: AnswerHeaders): void {
		if (status < 200) return;
		this.#status = status;
		this.#headers = headers;
		clearTimeout(this.#phase);
		this.#phase = setTimeout(() => this.#fail("body_stalled"), this.#limits.body_idle_ms);
		const announced = Number(headers["content-length"]);
		if (announced > this.#limits.max_bytes) {
			if (!this.#limits.may_cut) this.#fail("body_too_large");
		} else if (announced >= LARGE) this.#whole = Buffer.allocUnsafeSlow(announced);
	}

	onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
		if (this.#is_settled) return;
		const at = this.#bytes;
		this.#bytes += chunk.length;
		this.#phase?.refresh();
		if (this.#whole !== undefined) chunk.copy(this.#whole, at);
		else if (this.#bytes <= this.#limits.max_bytes) this.#chunks.push(chunk);
		else if (!this.#limits.may_cut || this.#headers["content-encoding"] !== undefined) this.#fail("body_too_large");
		else {
			this.#chunks.push(chunk.subarray(0, chunk.length - (this.#bytes - this.#limits.max_bytes)));
			this.#answer(this.#body(), true);
		}
	}

	onResponseEnd(): void {
		clearTimeout(this.#phase);
		const encoding = this.#headers["content-encoding"] ?? "identity";
		if (encoding === "identity" || this.#bytes === 0) this.#answer(this.#body());
		else if (encoding === "gzip" || encoding === "x-gzip") this.#unzip();
		else this.#fail("body_unreadable");
	}

	#unzip(): void {
		unzip(this.#body(), { maxOutputLength: this.#limits.max_bytes }).then(
			(body) => this.#answer(body),
			(error) => this.#fail(error.code === "ERR_BUFFER_TOO_LARGE" ? "body_too_large" : "body_unreadable"),
		);
	}

	onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
		const { code, socket } = error as { code?: string; socket?: { bytesWritten?: number } };
		if (this.#controller === undefined) {
			this.#end({ stage: "never_sent", ...reasonNotSent(code ?? "", error), latency_ms: this.#elapsed() });
		} else if (code === "UND_ERR_SOCKET" && socket?.bytesWritten === 0) {
			this.#end({ stage: "never_sent", reason: "connect_failed", latency_ms: this.#elapsed() });
		} else {
			this.#fail(reasonLost(code ?? "", this.#status !== undefined));
		}
	}

	#answer(body: Buffer, is_cut = false): void {
		this.#end({
			stage: "answered",
			status: this.#status ?? 0,
			headers: this.#headers,
			body,
			...(is_cut ? { is_cut } : {}),
			latency_ms: this.#elapsed(),
		});
	}

	// A status other than 2xx says no by itself, so the answer stands although the rest of it did not come. A 2xx without
	// its body proves nothing (reliability.md F20).
	#fail(reason: string): void {
		const status = this.#status;
		const latency_ms = this.#elapsed();
		if (this.#controller === undefined) {
			this.#end({ stage: "never_sent", reason: "no_free_connection", latency_ms });
		} else if (status !== undefined && (status < 200 || status > 299)) {
			const body = this.#headers["content-encoding"] === undefined ? this.#body() : Buffer.alloc(0);
			this.#end({ stage: "answered", status, headers: this.#headers, body, is_cut: true, latency_ms });
		} else {
			this.#end({ stage: "unknown", reason, ...(status === undefined ? {} : { status }), latency_ms });
		}
	}

	#end(outcome: Outcome): void {
		if (this.#is_settled) return;
		this.#is_settled = true;
		clearTimeout(this.#deadline);
		clearTimeout(this.#phase);
		this.#chunks.length = 0;
		this.#whole = undefined;
		this.#limits.settle(outcome);
		// Whatever is still on its way is not wanted any more; after a complete answer this does nothing.
		if (outcome.stage !== "answered" || outcome.is_cut) this.#controller?.abort(new Error("settled"));
	}

	#body(): Buffer {
		if (this.#whole !== undefined) return this.#whole.subarray(0, this.#bytes);
		const [only] = this.#chunks;
		return this.#chunks.length === 1 && only !== undefined ? only : Buffer.concat(this.#chunks);
	}

	#elapsed(): number {
		return Math.round(performance.now() - this.#begun_at);
	}
}

function reasonNotSent(code: string, error: Error): { reason: string; detail?: string } {
	if (code === "ADDRESS_NOT_ALLOWED") return { reason: "address_not_allowed", detail: error.message };
	if (code === "UND_ERR_INVALID_ARG" || code === "UND_ERR_NOT_SUPPORTED") {
		return { reason: "invalid_request", detail: error.message };
	}
	if (code === "UND_ERR_DESTROYED" || code === "UND_ERR_CLOSED") return { reason: "closed" };
	if (code === "CONNECT_TIMEOUT" || code === "ETIMEDOUT") return { reason: "connect_timeout" };
	if (code === "ECONNREFUSED") return { reason: "connect_refused" };
	if (/^(ENOTFOUND|ENODATA|EAI_|ESERVFAIL|ETIMEOUT)/.test(code)) return { reason: "dns_failed", detail: code };
	if (/^(CERT_|ERR_TLS_|ERR_SSL_|DEPTH_|SELF_SIGNED|UNABLE_TO_|EPROTO|HOSTNAME_)/.test(code)) {
		return { reason: "tls_failed", detail: code };
	}
	return code === "" ? { reason: "connect_failed" } : { reason: "connect_failed", detail: code };
}

function reasonLost(code: string, has_status: boolean): string {
	if (code === "UND_ERR_DESTROYED" || code === "UND_ERR_CLOSED") return "closed";
	if (has_status) return "body_cut";
	return code.startsWith("HPE_") || code === "UND_ERR_HEADERS_OVERFLOW" ? "bad_answer" : "connection_lost";
}
