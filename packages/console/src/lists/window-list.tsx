import type { ReactNode } from "react";
import { useWindowRows } from "./use-window-rows.ts";

const OVERSCAN = 6;

/** A list of any length of which only the rows near the window are in the page; each row says which of how many it is. */
export function WindowList<Row>(props: {
	rows: readonly Row[];
	keyOf: (row: Row) => string;
	/** What the list is, for screen readers. */
	label: string;
	/** Height of an average row in pixels. */
	row_height: number;
	children: (row: Row) => ReactNode;
}): ReactNode {
	const { rows, keyOf, label, row_height, children } = props;
	const { list, virtual, items, before, after } = useWindowRows<HTMLUListElement>({
		...{ count: rows.length, row_height, overscan: OVERSCAN },
		keyAt: (index) => keyOf(rows[index] as Row),
	});
	return (
		<ul
			ref={list}
			className="card divide-y divide-line"
			aria-label={label}
			style={{ paddingTop: before, paddingBottom: after }}
		>
			{items.map((item) => (
				<li
					key={item.key}
					ref={virtual.measureElement}
					data-index={item.index}
					aria-posinset={item.index + 1}
					aria-setsize={rows.length}
				>
					{children(rows[item.index] as Row)}
				</li>
			))}
		</ul>
	);
}
