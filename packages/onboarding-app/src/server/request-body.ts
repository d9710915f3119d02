import type { IncomingMessage } from "node:http";
import { PartnerFailure } from "../partner/partner-failure.ts";

const BODY_BYTES_MAX = 1024 * 1024;

/** The JSON document of a page's request. Failures: `unsupported_media_type`, `payload_too_large`, `invalid_json`. */
export async function readJsonBody(request: IncomingMessage): Promise<unknown> {
	// a form of another site cannot send this type without being asked first
	if (!/^application\/json\b/i.test(request.headers["content-type"] ?? "")) {
		throw new PartnerFailure(415, "unsupported_media_type", "Send application/json.");
	}
	const chunks: Buffer[] = [];
	let bytes = 0;
	for await (const chunk of request as AsyncIterable<Buffer>) {
		bytes += chunk.length;
		if (bytes > BODY_BYTES_MAX) throw new PartnerFailure(413, "payload_too_large", "The body is too large.");
		chunks.push(chunk);
	}
	try {
		return JSON.parse(Buffer.concat(chunks).toString("utf8"));
	} catch {
		throw new PartnerFailure(400, "invalid_json", "The body is not valid JSON.");
	}
}
