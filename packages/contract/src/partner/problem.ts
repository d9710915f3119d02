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
