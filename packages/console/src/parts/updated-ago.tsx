import type { ReactNode } from "react";
import { useText } from "../text/text.tsx";
import { formatAgo } from "../text/times.ts";
import { Button } from "./button.tsx";
import { useNow } from "./use-now.ts";

/** When the data was read, and a way to read it anew. */
export function UpdatedAgo({
	at,
	onRefresh,
	is_busy,
}: {
	at: number;
	onRefresh: () => void;
	is_busy: boolean;
}): ReactNode {
	const { t, language } = useText();
	const now = useNow(5_000);
	const text = now - at < 5_000 ? t("part.updated_now") : t("part.updated_ago", { ago: formatAgo(at, now, language) });
	return (
		<span className="inline-flex items-center gap-1 text-sm text-quiet">
			<span className="hidden sm:inline">{text}</span>
			<Button look="quiet" icon="refresh" is_icon_only onClick={onRefresh} aria-busy={is_busy}>
				{t("part.refresh")}
			</Button>
		</span>
	);
}
