import type { PayloadDifference } from "@ticketrail/contract";
import type { ReactNode } from "react";
import { useText } from "../../text/text.tsx";
import { shortJson } from "../pretty-json.ts";

const SHOWN = 100;

/** Two payloads side by side, only where they differ; below 640 px the two values stand above each other. */
export function DifferencesTable({
	differences,
	left,
	right,
}: {
	differences: readonly PayloadDifference[];
	left: string;
	right: string;
}): ReactNode {
	const { t } = useText();
	const value = (side: unknown, className: string) =>
		side === undefined ? (
			<span className="text-quiet">{t("order.not_there")}</span>
		) : (
			<code className={`break-words ${className}`}>{shortJson(side)}</code>
		);
	return (
		<>
			<table className="fact-table w-full max-sm:block">
				<thead className="max-sm:sr-only">
					<tr>
						<th scope="col">{t("order.field")}</th>
						<th scope="col">{left}</th>
						<th scope="col">{right}</th>
					</tr>
				</thead>
				<tbody className="max-sm:block">
					{differences.slice(0, SHOWN).map((difference) => (
						<tr key={difference.pointer} className="border-t border-line max-sm:block max-sm:py-2">
							<th scope="row" className="w-1/3 font-normal text-quiet max-sm:block max-sm:w-full max-sm:text-start">
								<code className="break-words">{difference.pointer}</code>
							</th>
							<td className="max-sm:block">{value(difference.left, "text-bad")}</td>
							<td className="max-sm:block">{value(difference.right, "text-good")}</td>
						</tr>
					))}
				</tbody>
			</table>
			{differences.length > SHOWN && (
				<p className="text-sm text-quiet">{t("import.more", { count: differences.length - SHOWN })}</p>
			)}
		</>
	);
}
