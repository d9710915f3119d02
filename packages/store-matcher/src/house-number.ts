/** Steps that a range of house numbers may span to be read as one: `123-125`. Queens' `37-12` is no range. */
const RANGE_MAX = 12;

/** Whether two folded house numbers name one house: equal, or one end of the other's short range. */
export function sameHouse(a: string, b: string): boolean {
	if (a === b) return true;
	const plain = [a, b].map((number) => number.replace(/^0+(?=\d)/u, ""));
	if (plain[0] === plain[1]) return true;
	if (!a.includes("-") && !b.includes("-")) return false;
	return ends(plain[0] ?? "").includes(plain[1] ?? "") || ends(plain[1] ?? "").includes(plain[0] ?? "");
}

function ends(number: string): string[] {
	const match = /^(\d+)-(\d+)$/u.exec(number);
	if (!match) return [];
	const from = Number(match[1]);
	const to = Number(match[2]);
	return to > from && to - from <= RANGE_MAX && (to - from) % 2 === 0 ? [String(from), String(to)] : [];
}
