import { type KeyboardEvent, type ReactNode, useEffect, useRef } from "react";
import { usePreferences } from "../look/preferences.tsx";
import { useText } from "../text/text.tsx";
import { type Column, FROM_CLASS } from "./column.ts";
import { TableRow } from "./table-row.tsx";
import { useWindowRows } from "./use-window-rows.ts";

interface VirtualTableProps<Row> {
	/** What the table is, for screen readers. */
	caption: string;
	columns: readonly Column<Row>[];
	rows: readonly Row[];
	keyOf: (row: Row) => string;
	/** The row's words for its tick box. */
	nameOf: (row: Row) => string;
	/** Height of an average row in pixels. */
	row_height?: number;
	total?: number | undefined;
	onEnd?: () => void;
	selected?: ReadonlySet<string>;
	onSelect?: (key: string) => void;
	onSelectAll?: () => void;
	toneOf?: (row: Row) => string;
}

const OVERSCAN = 12;
/** How close to the end of what is loaded the next page is asked for. */
const NEAR_END = 40;

/**
 * A real table of any length of which only the rows near the window are in the page. The first cell of a row is its
 * header and holds its link; arrows or j and k walk from link to link, x selects.
 */
export function VirtualTable<Row>(props: VirtualTableProps<Row>): ReactNode {
	const {
		caption,
		columns,
		rows,
		keyOf,
		nameOf,
		row_height = 46,
		total,
		onEnd,
		selected,
		onSelect,
		onSelectAll,
		toneOf,
	} = props;
	const { t } = useText();
	const { preferences } = usePreferences();
	const wanted = useRef<number | undefined>(undefined);
	const {
		list: body,
		virtual,
		items,
		before,
		after,
	} = useWindowRows<HTMLTableSectionElement>({
		...{ count: rows.length, row_height, overscan: OVERSCAN },
		keyAt: (index) => keyOf(rows[index] as Row),
	});
	const last_index = items.at(-1)?.index ?? -1;
	useEffect(() => {
		if (last_index >= rows.length - NEAR_END) onEnd?.();
	}, [last_index, rows.length, onEnd]);
	useEffect(() => {
		if (wanted.current === undefined) return;
		const link = body.current?.querySelector<HTMLElement>(`tr[data-index="${wanted.current}"] a`);
		if (link == null) return;
		wanted.current = undefined;
		link.focus();
	});

	const walk = (event: KeyboardEvent<HTMLTableSectionElement>) => {
		const row = (event.target as HTMLElement).closest("tr");
		if (row === null || event.ctrlKey || event.metaKey || event.altKey) return;
		const at = Number(row.dataset.index);
		const letters = preferences.has_shortcuts;
		const step =
			event.key === "ArrowDown" || (letters && event.key === "j")
				? 1
				: event.key === "ArrowUp" || (letters && event.key === "k")
					? -1
					: 0;
		if (step !== 0 && at + step >= 0 && at + step < rows.length) {
			event.preventDefault();
			const next = body.current?.querySelector<HTMLElement>(`tr[data-index="${at + step}"] a`);
			if (next != null) next.focus();
			else {
				wanted.current = at + step;
				virtual.scrollToIndex(at + step);
			}
		} else if (letters && event.key === "x" && onSelect !== undefined) {
			event.preventDefault();
			onSelect(keyOf(rows[at] as Row));
		}
	};

	return (
		<div className="card overflow-clip">
			<table className="grid-table table-fixed" aria-rowcount={(total ?? rows.length) + 1}>
				<caption className="sr-only">{caption}</caption>
				<thead className="sticky top-14 z-10">
					<tr aria-rowindex={1}>
						{onSelect !== undefined && (
							<th scope="col" className="w-11">
								<input
									type="checkbox"
									className="tick align-middle"
									aria-label={t("part.select_all")}
									checked={rows.length > 0 && (selected?.size ?? 0) >= rows.length}
									onChange={() => onSelectAll?.()}
								/>
							</th>
						)}
						{columns.map((column) => (
							<th
								key={column.id}
								scope="col"
								className={`${column.width ?? ""} ${column.from ? FROM_CLASS[column.from] : ""} ${column.is_end ? "end" : ""}`}
							>
								{column.head}
							</th>
						))}
					</tr>
				</thead>
				<tbody ref={body} onKeyDown={walk}>
					{before > 0 && (
						// biome-ignore lint/a11y/noAriaHiddenOnFocusable: a row that stands for those outside of the window holds nothing to focus
						<tr aria-hidden="true">
							<td className="border-0! p-0!" style={{ height: before }} />
						</tr>
					)}
					{items.map((item) => {
						const row = rows[item.index] as Row;
						const key = keyOf(row);
						return (
							<TableRow
								key={item.key}
								measure={virtual.measureElement}
								index={item.index}
								row={row}
								columns={columns}
								tone={toneOf?.(row) ?? ""}
								{...(onSelect === undefined
									? {}
									: {
											select: {
												name: nameOf(row),
												is_selected: selected?.has(key) ?? false,
												onToggle: () => onSelect(key),
											},
										})}
							/>
						);
					})}
					{after > 0 && (
						// biome-ignore lint/a11y/noAriaHiddenOnFocusable: a row that stands for those outside of the window holds nothing to focus
						<tr aria-hidden="true">
							<td className="border-0! p-0!" style={{ height: after }} />
						</tr>
					)}
				</tbody>
			</table>
		</div>
	);
}
