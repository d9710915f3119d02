import type { PayloadDifference } from "@ticketrail/contract";

/** Where two JSON values differ, by JSON pointer, the first `max` places; a side that is missing is not named. */
export function payloadDifferences(left: unknown, right: unknown, max = 200): PayloadDifference[] {
	const found: PayloadDifference[] = [];
	compare(left, right, "", found, max);
	return found;
}

function compare(left: unknown, right: unknown, pointer: string, found: PayloadDifference[], max: number): void {
	if (found.length >= max || Object.is(left, right)) return;
	if (isTree(left) && isTree(right) && Array.isArray(left) === Array.isArray(right)) {
		const [a, b] = [left as Record<string, unknown>, right as Record<string, unknown>];
		for (const name of new Set([...Object.keys(a), ...Object.keys(b)]))
			compare(a[name], b[name], `${pointer}/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`, found, max);
		return;
	}
	found.push({
		pointer,
		...(left === undefined ? {} : { left }),
		...(right === undefined ? {} : { right }),
	});
}

function isTree(value: unknown): boolean {
	return value !== null && typeof value === "object";
}
