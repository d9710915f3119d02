import type { ReactNode } from "react";
import { Button } from "../parts/button.tsx";
import { EmptyNote } from "../parts/empty-note.tsx";
import { useText } from "../text/text.tsx";

/** There are rows, but none for these filters. */
export function FilterNone({ count: filters, clear }: { count: number; clear: () => void }): ReactNode {
	const { t, count } = useText();
	return (
		<EmptyNote
			icon="filter"
			title={count("part.filter_none", filters)}
			action={<Button onClick={clear}>{t("part.clear_filters")}</Button>}
		/>
	);
}
