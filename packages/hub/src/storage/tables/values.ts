/**
 * The text and parameters of a multi-row `VALUES` list, the one form of bulk write that stays fast when rows belong to
 * many tenants (distributed.md rule 10). `columns` may carry a cast, as in `at::bigint`, which the first row needs where
 * PostgreSQL cannot know the type.
 */
export function valuesList(
	columns: readonly string[],
	rows: readonly Readonly<Record<string, unknown>>[],
	first_parameter = 1,
): { text: string; values: unknown[] } {
	const named = columns.map((column) => column.split("::") as [string, string | undefined]);
	const values: unknown[] = [];
	const lines = rows.map((row) => {
		const cells = named.map(([name, cast]) => {
			values.push(row[name] ?? null);
			const position = `$${first_parameter + values.length - 1}`;
			return cast === undefined ? position : `${position}::${cast}`;
		});
		return `(${cells.join(",")})`;
	});
	return { text: lines.join(","), values };
}

/** Most lists have one row or two. */
const PREPARED_ROWS = 4;

/** The name by which a statement with a `VALUES` list is prepared (see `Sql.query`); a long list is sent as it is. */
export function listName(statement: string, rows: readonly unknown[]): string | undefined {
	return rows.length <= PREPARED_ROWS ? `${statement}-${rows.length}` : undefined;
}

/** A row as the database gives it: its address, as the POS or DSP sent it, is JSON. */
export type Stored<Row extends { address: object }> = Omit<Row, "address"> & { address: string };

/** The row with its address read. */
export function fromStored<Row extends { address: string }>(
	row: Row,
): Omit<Row, "address"> & { address: Record<string, unknown> } {
	return { ...row, address: JSON.parse(row.address) as Record<string, unknown> };
}
