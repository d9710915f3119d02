import type { ReactNode } from "react";
import { useText } from "../../text/text.tsx";

/** The status of an answer: its number says it, the colour only helps. */
export function HttpStatus({ status }: { status: number | undefined }): ReactNode {
	const { t } = useText();
	if (status === undefined) return <span className="text-bad">{t("logs.no_answer")}</span>;
	const tone = status >= 500 ? "text-bad font-semibold" : status >= 400 ? "text-warn" : "text-good";
	return <span className={`num ${tone}`}>{status}</span>;
}
