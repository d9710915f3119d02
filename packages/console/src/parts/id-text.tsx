import type { ReactNode } from "react";
import { CopyButton } from "./copy-button.tsx";

/** An id with a button to copy it. */
export function IdText({ id, what, label }: { id: string; what: string; label?: string }): ReactNode {
	return (
		<span className="inline-flex max-w-full items-center gap-0.5">
			{label !== undefined && <span className="text-quiet">{label}&nbsp;</span>}
			<code className="truncate" title={id}>
				{id}
			</code>
			<CopyButton text={id} what={`${what} ${id}`} />
		</span>
	);
}
