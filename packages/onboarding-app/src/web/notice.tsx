import type { ReactNode } from "react";

/** A sentence above the page, read out when it comes. */
export function Notice({ children, look = "good" }: { children: ReactNode; look?: "good" | "warn" }): ReactNode {
	const colours = look === "good" ? "bg-good-soft" : "bg-warn-soft";
	return (
		<div role="status" className={`mb-4 flex flex-wrap items-center gap-3 rounded-box px-4 py-3 ${colours}`}>
			{children}
		</div>
	);
}
