/**
 * The same JSON value without the object fields that are `null` (contract.md F.1.2). Parts without such a field are
 * shared, not copied; a value with none is returned itself. A `null` inside an array stays: there it means something.
 */
export function withoutNulls(value: unknown): unknown {
	if (Array.isArray(value)) {
		let copy: unknown[] | undefined;
		for (const [index, entry] of value.entries()) {
			const clean = withoutNulls(entry);
			if (clean !== entry) {
				copy ??= value.slice();
				copy[index] = clean;
			}
		}
		return copy ?? value;
	}
	if (value === null || typeof value !== "object") return value;
	let changed = false;
	const fields: [string, unknown][] = [];
	for (const [field, entry] of Object.entries(value)) {
		const clean = withoutNulls(entry);
		if (clean !== entry || entry === null) changed = true;
		if (entry !== null) fields.push([field, clean]);
	}
	return changed ? Object.fromEntries(fields) : value; // fromEntries keeps a field named __proto__ harmless
}
