import { BindDecision, compile } from "@ticketrail/contract";
import { type Static, type TSchema, Type } from "typebox";
import { PartnerFailure } from "../partner/partner-failure.ts";
import type { Door } from "./door.ts";

const Id = Type.String({ minLength: 1, maxLength: 255 });
const Ref = Type.Object({ org_id: Id, integration_id: Id });
const ByOrg = Type.Object({ org_id: Id });
const Decided = Type.Object({
	ref: Ref,
	version: Type.String({ maxLength: 100 }),
	decisions: Type.Array(BindDecision, { maxItems: 2000 }),
});
const text = Type.Optional(Type.String({ maxLength: 500 }));
const LocationsQuery = Type.Object({
	...{ q: text, source: text, status: text, location_id: text, cursor: text },
	limit: Type.Optional(Type.Integer()),
});

type Run = (door: Door, body: unknown) => Promise<unknown>;

/** The functions of a door that a page may call, by name: `POST …/<name>` with these fields as JSON. */
const DOOR_CALLS: Readonly<Record<string, Run>> = {
	providers: doorCall(Type.Object({}), (door) => door.providers()),
	org: doorCall(ByOrg, (door, { org_id }) => door.org(org_id)),
	locations: doorCall(Type.Object({ org_id: Id, query: LocationsQuery }), (door, { org_id, query }) =>
		door.locations(org_id, query),
	),
	"unlinked-stores": doorCall(ByOrg, (door, { org_id }) => door.unlinkedStores(org_id)),
	connect: doorCall(
		Type.Object({ org_id: Id, source: Id, type: Type.Union([Type.Literal("pos"), Type.Literal("dsp")]) }),
		(door, { org_id, source, type }) => door.connect(org_id, { source, type }),
	),
	"enter-code": doorCall(
		Type.Object({ ref: Ref, code: Type.String({ minLength: 1, maxLength: 8192 }) }),
		(door, { ref, code }) => door.enterCode(ref, code),
	),
	offered: doorCall(Type.Object({ ref: Ref }), (door, { ref }) => door.offered(ref)),
	import: doorCall(
		Type.Object({ ref: Ref, provider_ids: Type.Array(Id, { minItems: 1, maxItems: 1000 }) }),
		(door, { ref, provider_ids }) => door.importLocations(ref, provider_ids),
	),
	proposal: doorCall(Type.Object({ ref: Ref }), (door, { ref }) => door.proposal(ref)),
	review: doorCall(Decided, (door, { ref, ...decided }) => door.review(ref, decided)),
	confirm: doorCall(
		Type.Object({ ...Decided.properties, key: Type.String({ minLength: 8, maxLength: 255 }) }),
		(door, { ref, key, ...decided }) => door.confirm(ref, decided, key),
	),
};

/** Run a function of a door by its name. Failures: `route_not_found`, `invalid_field` naming the field, and the function's own. */
export async function runDoorCall(door: Door, name: string, body: unknown): Promise<unknown> {
	const run = Object.hasOwn(DOOR_CALLS, name) ? DOOR_CALLS[name] : undefined;
	if (!run) throw new PartnerFailure(404, "route_not_found", "There is no such function.");
	return run(door, body);
}

/** A function with its fields checked. */
function doorCall<S extends TSchema>(schema: S, run: (door: Door, fields: Static<S>) => Promise<unknown>): Run {
	const check = compile(schema);
	return async (door, body) => run(door, readFields(check, body));
}

/** Fields of a page's request; a wrong one is named. */
export function readFields<T>(
	check: (
		value: unknown,
	) => { ok: true; value: T } | { ok: false; problems: readonly { path: string; message: string }[] },
	body: unknown,
): T {
	const checked = check(body);
	if (checked.ok) return checked.value;
	const [problem] = checked.problems;
	throw new PartnerFailure(400, "invalid_field", `${problem?.path || "The body"} ${problem?.message ?? "is wrong"}.`, {
		param: problem?.path,
	});
}
