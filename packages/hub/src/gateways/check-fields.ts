import { compile } from "@ticketrail/contract";
import type { Static, TSchema } from "typebox";
import { type ErrorCode, HubError } from "../base/error.ts";

/** Where a value came from: decides how `param` names a field of it. */
export type Origin = "body" | "query" | "path";

const WHOLE: Record<Origin, string> = { body: "The body", query: "The query string", path: "The path" };

/**
 * Makes a check that returns the value when it fits the schema and throws otherwise: `invalid_field` (or `code`) with
 * the first field at fault in `param`, a JSON pointer for a body, the bare name for a query or path parameter, and in
 * `detail` what was expected and what was found. Never the value itself.
 */
export function createFieldCheck<S extends TSchema>(
	schema: S,
	origin: Origin,
	code: ErrorCode = "invalid_field",
): (value: unknown) => Static<S> {
	const check = compile(schema);
	return (value) => {
		const checked = check(value);
		if (checked.ok) return checked.value;
		const problem = checked.problems[0] ?? { path: "", message: "has the wrong form" };
		if (problem.path === "") throw new HubError(code, { detail: `${WHOLE[origin]} ${problem.message}.` });
		const param = origin === "body" ? problem.path : problem.path.slice(1);
		throw new HubError(code, { detail: `${param} ${problem.message}.`, param });
	};
}

/** Refuses characters in path and query that no database text can hold; names the parameter. */
export function refuseUnstorable(values: unknown): void {
	for (const [name, value] of Object.entries(values ?? {})) {
		if (isStorable(name) && isStorable(value)) continue;
		const param = name.replaceAll("\0", "").toWellFormed();
		throw new HubError("invalid_field", { detail: `${param} contains a character that cannot be stored.`, param });
	}
}

/** The query of an endpoint that declares none, for what it may read leniently: parameters as above are left out. */
export function withoutUnstorable(values: unknown): Record<string, unknown> {
	return Object.fromEntries(Object.entries(values ?? {}).filter((entry) => entry.every(isStorable)));
}

function isStorable(value: unknown): boolean {
	return [value].flat().every((text) => typeof text !== "string" || (!text.includes("\0") && text.isWellFormed()));
}
