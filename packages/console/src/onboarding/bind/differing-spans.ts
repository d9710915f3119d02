/** Stretches of a text as [from, to) in UTF-16 units. */
export type Spans = readonly (readonly [number, number])[];

/** Where two texts differ, once what they begin and end with alike is set aside. Case alone is no difference. */
export function differingSpans(left: string, right: string): { left: Spans; right: Spans } {
	const [a, b] = [left.toLowerCase(), right.toLowerCase()];
	if (a.length !== left.length || b.length !== right.length) return { left: whole(left), right: whole(right) };
	let from = 0;
	while (from < a.length && from < b.length && a[from] === b[from]) from += 1;
	let end = 0;
	while (end < a.length - from && end < b.length - from && a[a.length - 1 - end] === b[b.length - 1 - end]) end += 1;
	const span = (text: string): Spans => (text.length - end > from ? [[from, text.length - end]] : []);
	return { left: span(left), right: span(right) };
}

function whole(text: string): Spans {
	return text === "" ? [] : [[0, text.length]];
}
