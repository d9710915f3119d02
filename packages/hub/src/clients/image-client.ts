import { JPG } from "image-size/types/jpg";
import { PNG } from "image-size/types/png";
import { WEBP } from "image-size/types/webp";
import type { Answered, Outcome } from "../base/outcome.ts";
import type { Egress } from "./egress.ts";
import { describeOutcome } from "./reply.ts";

/** What the head of a picture tells. */
export interface ImageHead {
	/** undefined: none of the forms that channels take (contract.md B.4.8) */
	form: "jpg" | "png" | "webp" | undefined;
	/** pixels; undefined when the form is unknown or the head does not say */
	size: { width: number; height: number } | undefined;
	/** of the whole picture, where the server says it */
	bytes: number | undefined;
}

/** What reading a picture came to: its head, or a sentence about why there is none. */
export type ImageReading = { head: ImageHead } | { unread: string; isHostSilent: boolean };

/** Reads the heads of pictures. */
export interface ImageClient {
	/** Read as much of a picture as its size needs, at most 256 kB of it. Never throws for what is behind the address. */
	read(url: string): Promise<ImageReading>;
}

const HEAD_BYTES = 262_144;
const HOPS_MAX = 3;
const TIMES = { deadline_ms: 6_000, headers_timeout_ms: 4_000, body_idle_ms: 2_000 };
const FORMS = { jpg: JPG, png: PNG, webp: WEBP } as const;

/** Every hop of a redirect goes through the same door as the first request. */
export function createImageClient({ egress }: { egress: Egress }): ImageClient {
	return {
		async read(url) {
			let at = url;
			for (let hop = 0; ; hop++) {
				const outcome = await egress.send({
					...{ method: "GET", url: at, max_bytes: HEAD_BYTES, may_cut: true },
					headers: {
						range: `bytes=0-${HEAD_BYTES - 1}`,
						accept: "image/jpeg, image/png, image/webp, image/*;q=0.5",
						"accept-encoding": "identity",
						"user-agent": "ticketrail",
					},
					...TIMES,
				});
				const next = nextHop(outcome, at);
				if (next === undefined) return readingOf(outcome);
				if (hop === HOPS_MAX) return { unread: "redirects too often", isHostSilent: false };
				at = next;
			}
		},
	};
}

function nextHop(outcome: Outcome, at: string): string | undefined {
	if (outcome.stage !== "answered" || ![301, 302, 303, 307, 308].includes(outcome.status)) return undefined;
	const { location } = outcome.headers;
	return typeof location === "string" ? URL.parse(location, at)?.href : undefined;
}

function readingOf(outcome: Outcome): ImageReading {
	if (outcome.stage !== "answered") {
		return { unread: describeOutcome(outcome), isHostSilent: outcome.reason !== "address_not_allowed" };
	}
	if (outcome.status < 200 || outcome.status > 299)
		return { unread: `answered ${outcome.status}`, isHostSilent: false };
	return { head: headOf(outcome.body, wholeBytes(outcome)) };
}

/** What the first bytes of a file say of it as a picture. */
function headOf(first: Uint8Array, bytes: number | undefined): ImageHead {
	for (const [form, { validate, calculate }] of Object.entries(FORMS)) {
		try {
			if (!validate(first)) continue;
			const { width, height } = calculate(first);
			return { form: form as ImageHead["form"], size: { width, height }, bytes };
		} catch {
			return { form: form as ImageHead["form"], size: undefined, bytes };
		}
	}
	return { form: undefined, size: undefined, bytes };
}

/** A part of a file says how long the whole is (RFC 9110, 14.4); a whole file has a length, known or counted. */
function wholeBytes({ status, headers, body, is_cut }: Answered): number | undefined {
	const part = /^bytes \d+-\d+\/(\d{1,15})$/.exec(String(headers["content-range"] ?? ""));
	if (part) return Number(part[1]);
	const length = Number(headers["content-length"]);
	if (status !== 206 && Number.isSafeInteger(length) && headers["content-length"] !== undefined) return length;
	return is_cut || status === 206 ? undefined : body.length;
}
