import type { ReactNode } from "react";

/** A text with the characters that differ in bold and boxed. `spans` are [from, to) in UTF-16 units. */
export function MarkedText({
	text,
	spans = [],
}: {
	text: string;
	spans?: readonly (readonly [number, number])[] | undefined;
}): ReactNode {
	const parts: ReactNode[] = [];
	let at = 0;
	for (const [from, to] of [...spans].sort((a, b) => a[0] - b[0])) {
		if (from < at || to <= from) continue;
		if (from > at) parts.push(text.slice(at, from));
		parts.push(
			<mark key={from} className="rounded-sm bg-bad-soft px-0.5 font-bold text-bad outline outline-bad/60">
				{text.slice(from, to)}
			</mark>,
		);
		at = to;
	}
	parts.push(text.slice(at));
	return parts;
}
