/** A row as the database gives it: its address, as the POS or DSP sent it, is JSON. */
export type Stored<Row extends { address: object }> = Omit<Row, "address"> & { address: string };

/** The row with its address read. */
export function fromStored<Row extends { address: string }>(
	row: Row,
): Omit<Row, "address"> & { address: Record<string, unknown> } {
	return { ...row, address: JSON.parse(row.address) as Record<string, unknown> };
}
