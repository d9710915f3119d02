import { useWindowVirtualizer, type VirtualItem, type Virtualizer } from "@tanstack/react-virtual";
import { type RefObject, useLayoutEffect, useRef, useState } from "react";

/** The rows of a list that are near the window; `before` and `after` are the pixels that stand for the others. */
export interface WindowRows<List extends HTMLElement> {
	/** Of the element that holds the rows. */
	list: RefObject<List | null>;
	/** Where that element begins, in pixels from the top of the page. */
	margin: number;
	virtual: Virtualizer<Window, Element>;
	items: VirtualItem[];
	before: number;
	after: number;
}

/** Of a list of any length, which rows are in the page. `row_height`: of an average row, in pixels; `overscan`: rows beyond the window. */
export function useWindowRows<List extends HTMLElement>(options: {
	count: number;
	row_height: number;
	overscan: number;
	keyAt: (index: number) => string | number;
}): WindowRows<List> {
	const { count, row_height, overscan, keyAt } = options;
	const list = useRef<List>(null);
	const [margin, setMargin] = useState(0);
	useLayoutEffect(() => {
		const top = list.current === null ? 0 : list.current.getBoundingClientRect().top + window.scrollY;
		setMargin((before) => (Math.abs(before - top) > 1 ? top : before));
	});
	const virtual = useWindowVirtualizer({
		count,
		estimateSize: () => row_height,
		overscan,
		scrollMargin: margin,
		getItemKey: keyAt,
	});
	const items = virtual.getVirtualItems();
	const [first, last] = [items[0], items.at(-1)];
	const before = first === undefined ? 0 : first.start - margin;
	const after = last === undefined ? 0 : virtual.getTotalSize() - (last.end - margin);
	return { list, margin, virtual, items, before, after };
}
