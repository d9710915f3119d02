import { CONSOLE_ENDPOINTS, type Endpoint as ListedEndpoint } from "@ticketrail/contract";
import { type Static, type TSchema, Type } from "typebox";
import type { ErrorCode } from "../../base/error.ts";
import { type Call, type Endpoint, emptyReply, endpoint, type Visit, type WrittenReply } from "../endpoint.ts";

type Listed = (typeof CONSOLE_ENDPOINTS)[number];
type Named<Operation extends Listed["operation"]> = Extract<Listed, { operation: Operation }>;
type StaticIf<S> = S extends TSchema ? Static<S> : undefined;
type Part<E, Name extends string> = E extends Record<Name, infer S> ? StaticIf<S> : undefined;
type ReplyOf<E> = E extends { replies: Readonly<Record<number, infer S>> } ? StaticIf<S> : never;

/** What a handler of the console gets: checked parts, and who sits there. */
export interface ConsoleCall<Params, Query, Body> extends Pick<Call, "headers" | "remote_address" | "request_id"> {
	params: Params;
	query: Query;
	body: Body;
	visit: Visit;
}

type CallOf<E> = ConsoleCall<Part<E, "params">, Part<E, "query">, Part<E, "request">>;
type AnswerOf<E> = ReplyOf<E> extends undefined ? undefined : ReplyOf<E>;

/**
 * An endpoint of the console by its name in the contract: schemas, permission and status come from there, so that neither can
 * drift from what clients were told. Unknown fields of a body are refused here (reliability.md A16), unlike in the contracts.
 */
export function consoleEndpoint<Operation extends Listed["operation"]>(
	operation: Operation,
	errors: readonly ErrorCode[],
	handler: (
		call: CallOf<Named<Operation>>,
	) => Promise<{ body: AnswerOf<Named<Operation>> | WrittenReply; headers?: Record<string, string> }>,
): Endpoint {
	const listed = CONSOLE_ENDPOINTS.find((candidate) => candidate.operation === operation) as ListedEndpoint;
	const [[status, reply]] = Object.entries(listed.replies) as [[string, TSchema | undefined]];
	const { method, path, summary, params, query, request } = listed;
	return endpoint({
		...{ method, path, summary },
		auth: listed.permission === undefined ? ("none" as const) : { permission: listed.permission },
		description: "Ours, for the console; no part of the contracts.",
		...(params && { params }),
		...(query && { query }),
		...(request && { body: strict(request) }),
		replies: { [Number(status)]: reply ?? emptyReply },
		errors,
		handler: async (call) => {
			const { headers, remote_address, request_id, visit } = call as unknown as Call;
			const parts = { params: call.params, query: call.query, body: call.body, visit };
			const answer = await handler({ ...parts, headers, remote_address, request_id } as unknown as CallOf<
				Named<Operation>
			>);
			return { status: Number(status), ...answer } as never;
		},
	}) as Endpoint;
}

/** The same schema, which knows no other field than its own, at every level. */
function strict<S extends TSchema>(schema: S): S {
	return close(schema) as S;
}

function close(part: unknown): unknown {
	if (Array.isArray(part)) return part.map(close);
	if (part === null || typeof part !== "object") return part;
	const closed = Object.fromEntries(Object.entries(part).map(([name, value]) => [name, close(value)]));
	const is_closed_object = closed.type === "object" && closed.properties !== undefined && !closed.patternProperties;
	return is_closed_object ? Type.Unsafe({ ...closed, additionalProperties: false }) : closed;
}
