import type { ReactNode, Ref } from "react";
import { InRow } from "../parts/when.tsx";
import { useText } from "../text/text.tsx";
import { type Column, FROM_CLASS } from "./column.ts";

interface TableRowProps<Row> {
	index: number;
	row: Row;
	columns: readonly Column<Row>[];
	measure: Ref<HTMLTableRowElement>;
	tone: string;
	select?: { name: string; is_selected: boolean; onToggle: () => void };
}

/** One row: its first cell is the header and its link covers the row. */
export function TableRow<Row>({ index, row, columns, measure, tone, select }: TableRowProps<Row>): ReactNode {
	const { t } = useText();
	return (
		<tr
			ref={measure}
			data-index={index}
			aria-rowindex={index + 2}
			className={`relative hover:bg-sunken/60 has-[a:focus-visible]:bg-sunken/60 ${select?.is_selected ? "bg-accent-soft" : tone}`}
		>
			{select !== undefined && (
				<td>
					<input
						type="checkbox"
						className="tick relative z-10 align-middle"
						aria-label={t("part.select_row", { name: select.name })}
						checked={select.is_selected}
						onChange={select.onToggle}
					/>
				</td>
			)}
			{columns.map((column, at) => {
				const className = `${column.from ? FROM_CLASS[column.from] : ""} ${column.is_end ? "end" : ""} break-words`;
				const content = column.cell(row);
				return at === 0 ? (
					<th key={column.id} scope="row" className={className}>
						<InRow value={true}>{content}</InRow>
					</th>
				) : (
					<td key={column.id} className={className}>
						<InRow value={true}>{content}</InRow>
					</td>
				);
			})}
		</tr>
	);
}
