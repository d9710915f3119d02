import { type Static, Type } from "typebox";

/** Every error of ours, `application/problem+json` (RFC 9457); `code` is stable, `next` says what to do. */
export const Problem = Type.Object(
	{
		type: Type.String(),
		title: Type.String(),
		status: Type.Integer(),
		code: Type.String({ description: "Stable, for programs" }),
		detail: Type.Optional(Type.String({ description: "A sentence about this case" })),
		param: Type.Optional(Type.String({ description: "The field at fault, JSON pointer or query name" })),
		next: Type.String({ description: "What to do" }),
		request_id: Type.String(),
	},
	{ title: "Problem" },
);
export type Problem = Static<typeof Problem>;

/** Why one row of several could not be done while others could; ours, since the contract shows no answer (F-31). */
export const RowError = Type.Object(
	{ code: Type.String({ description: "As in Problem" }), detail: Type.String() },
	{ title: "RowError" },
);
export type RowError = Static<typeof RowError>;
