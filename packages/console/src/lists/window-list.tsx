import { useWindowVirtualizer } from "@tanstack/react-virtual";
import { type ReactNode, useLayoutEffect, useRef, useState } from "react";

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
	const list = useRef<HTMLUListElement>(null);
	const [margin, setMargin] = useState(0);
	useLayoutEffect(() => {
		const top = list.current === null ? 0 : list.current.getBoundingClientRect().top + window.scrollY;
		setMargin((before) => (Math.abs(before - top) > 1 ? top : before));
	});
	const virtual = useWindowVirtualizer({
		count: rows.length,
		estimateSize: () => row_height,
		overscan: OVERSCAN,
		scrollMargin: margin,
		getItemKey: (index) => keyOf(rows[index] as Row),
	});
	const items = virtual.getVirtualItems();
	const [first, last] = [items[0], items.at(-1)];
	const before = first === undefined ? 0 : first.start - margin;
	const after = last === undefined ? 0 : virtual.getTotalSize() - (last.end - margin);
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
