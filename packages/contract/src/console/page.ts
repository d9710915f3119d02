import { type TSchema, Type } from "typebox";

/** Query parameters of every list: `cursor` is the `next_cursor` of the page before; text, as all query parameters are. */
export const pageQuery = {
	cursor: Type.Optional(Type.String({ maxLength: 500, description: "next_cursor of the page before" })),
	limit: Type.Optional(Type.String({ pattern: "^[0-9]{1,3}$", description: "1 to 200 rows; 50 without it" })),
};

/** Search text: what a person types; matched without regard to case. */
export const SearchText = Type.String({ maxLength: 200, description: "Search text, any case" });

/** One page of rows. `total` counts every row of the filter, up to 10,000. */
export function pageOf<Row extends TSchema>(title: string, row: Row) {
	return Type.Object(
		{
			rows: Type.Array(row),
			next_cursor: Type.Optional(Type.String({ description: "Missing on the last page" })),
			total: Type.Optional(Type.Integer({ description: "Rows of the filter, counted up to 10,000" })),
			total_is_exact: Type.Optional(Type.Boolean({ description: "false: there are more than total" })),
			as_of: Type.Integer({ description: "When the page was read, epoch ms" }),
		},
		{ title },
	);
}
