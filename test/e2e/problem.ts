import { expect } from "vitest";
import type { Reply } from "./wire.ts";

/** What a refusal must say. `param`: where one field is at fault, and only then. */
export interface Expected {
	status: number;
	code: string;
	param?: string;
}

const OAUTH = ["error", "error_description"];
const KNOWN = ["type", "title", "status", "code", "detail", "param", "next", "request_id"];

/** Everything that is wrong with an answer that ought to be a problem (RFC 9457, interface.md); none = []. */
export function faultsOf(reply: Reply): string[] {
	const { status, headers, body } = reply;
	if (!/^application\/problem\+json\b/.test(headers.get("content-type") ?? "")) return ["it is no problem+json"];
	const faults = ["type", "title", "code", "next", "request_id"].filter((name) => !isText(body[name]));
	if (body.status !== status) faults.push("status differs from the answer's");
	if (body.request_id !== headers.get("request-id")) faults.push("request_id differs from the header Request-Id");
	if (!String(body.type).endsWith(`#error-${body.code}`)) faults.push("type does not lead to the code's explanation");
	for (const name of ["detail", "param"]) if (name in body && typeof body[name] !== "string") faults.push(name);
	const unknown = Object.keys(body).filter((name) => !KNOWN.includes(name) && !OAUTH.includes(name));
	return [...faults, ...unknown.map((name) => `unknown member ${name}`)];
}

/** The answer must be exactly this refusal, well said. */
export function expectProblem(reply: Reply, expected: Expected, what = ""): void {
	const { code, param } = reply.body ?? {};
	expect(
		{ status: reply.status, code, param, faults: faultsOf(reply) },
		`${what} → ${reply.text.slice(0, 400)}`,
	).toEqual({
		param: undefined,
		...expected,
		faults: [],
	});
}

function isText(value: unknown): boolean {
	return typeof value === "string" && value !== "";
}
