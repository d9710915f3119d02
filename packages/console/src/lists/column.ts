import type { ReactNode } from "react";

/** A column of a list. */
export interface Column<Row> {
	id: string;
	head: string;
	cell: (row: Row) => ReactNode;
	/** Width class; one column without it takes what is left. */
	width?: string;
	/** Narrower than this the column is away; what matters then is in another cell. */
	from?: "sm" | "md" | "lg" | "xl";
	is_end?: boolean;
}

/** Classes that show a column from a width on. */
export const FROM_CLASS = {
	sm: "hidden sm:table-cell",
	md: "hidden md:table-cell",
	lg: "hidden lg:table-cell",
	xl: "hidden xl:table-cell",
} as const;
