import type { ReactNode } from "react";
import { type TextName, useTexts } from "./texts.ts";

/** A sentence above the page, read out when it comes. */
export function Notice({
	text,
	children,
	look = "good",
}: {
	text: TextName;
	children?: ReactNode;
	look?: "good" | "warn";
}): ReactNode {
	const t = useTexts();
	const colours = look === "good" ? "bg-good-soft" : "bg-warn-soft";
	return (
		<div role="status" className={`mb-4 flex flex-wrap items-center gap-3 rounded-box px-4 py-3 ${colours}`}>
			{t(text)}
			{children}
		</div>
	);
}
