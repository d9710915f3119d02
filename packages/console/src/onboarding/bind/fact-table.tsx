import type { BindFact } from "@ticketrail/contract";
import type { ReactNode } from "react";
import { Icon } from "../../look/icon.tsx";
import type { IconName } from "../../look/icon-paths.ts";
import { useText } from "../../text/text.tsx";
import { differingSpans } from "./differing-spans.ts";
import { MarkedText } from "./marked-text.tsx";

const SIGNS: Record<BindFact["verdict"], { icon: IconName; className: string }> = {
	agree: { icon: "check", className: "text-good" },
	differ: { icon: "not-equal", className: "text-bad" },
	missing: { icon: "question", className: "text-quiet" },
};

const SAME = { left: [], right: [] };

/**
 * The facts of a pair as a real table: "House number: 2417 DoorDash, differs, 2471 Toast". Where there is little room the
 * two values stand above each other, never as two far-apart cards.
 */
export function FactTable(props: {
	facts: readonly BindFact[];
	dsp_name: string;
	pos_name: string;
	is_stacked?: boolean;
}): ReactNode {
	const { facts, dsp_name, pos_name, is_stacked } = props;
	const { t } = useText();
	const wide = is_stacked ? "hidden" : "max-md:hidden";
	const cell = is_stacked ? "block p-0!" : "max-md:block max-md:p-0!";
	const wide_cell = is_stacked ? "col-span-2" : "max-md:col-span-2";
	const second = is_stacked ? "col-start-2 row-start-1" : "max-md:col-start-2 max-md:row-start-1";
	const row = is_stacked
		? "grid grid-cols-[1fr_auto] gap-x-3 border-b border-line py-1.5"
		: "max-md:grid max-md:grid-cols-[1fr_auto] max-md:gap-x-3 max-md:border-b max-md:border-line max-md:py-1.5";
	const label = is_stacked ? "" : "md:hidden";
	return (
		<table className={`fact-table w-full table-fixed ${is_stacked ? "block" : "max-md:block"}`}>
			<caption className="sr-only">{t("bind.facts", { dsp: dsp_name, pos: pos_name })}</caption>
			<thead className={is_stacked ? "sr-only" : "max-md:sr-only"}>
				<tr>
					<th scope="col" className="w-1/6">
						{t("bind.fact")}
					</th>
					<th scope="col">{dsp_name}</th>
					<th scope="col" className={`w-1/6 ${wide}`}>
						{t("bind.verdict")}
					</th>
					<th scope="col">{pos_name}</th>
				</tr>
			</thead>
			<tbody className={is_stacked ? "block" : "max-md:block"}>
				{facts.map((fact) => {
					const sign = SIGNS[fact.verdict];
					const spans = fact.verdict === "differ" ? differingSpans(fact.dsp, fact.pos) : SAME;
					const is_bad = fact.verdict === "differ" && fact.kind === "hard";
					return (
						<tr key={fact.fact} className={`${row} ${is_bad ? "bg-bad-soft/50" : ""}`}>
							<th scope="row" className={`${cell} text-start font-normal text-quiet`}>
								{t(`bind.fact.${fact.fact}`)}
								{fact.kind === "hard" && <span className="sr-only"> ({t("bind.hard")})</span>}
							</th>
							<td className={`${cell} ${wide_cell}`}>
								<span className={`${label} me-2 text-sm text-quiet`} aria-hidden="true">
									{dsp_name}
								</span>
								{fact.dsp === "" ? <Missing /> : <MarkedText text={fact.dsp} spans={spans.left} />}
							</td>
							<td className={`${cell} ${second} ${sign.className}`}>
								<span className="inline-flex items-center gap-1 whitespace-nowrap">
									<Icon name={sign.icon} className="size-3.5" />
									{t(`bind.verdict.${fact.verdict}`)}
								</span>
							</td>
							<td className={`${cell} ${wide_cell}`}>
								<span className={`${label} me-2 text-sm text-quiet`} aria-hidden="true">
									{pos_name}
								</span>
								{fact.pos === "" ? <Missing /> : <MarkedText text={fact.pos} spans={spans.right} />}
							</td>
						</tr>
					);
				})}
			</tbody>
		</table>
	);
}

function Missing(): ReactNode {
	const { t } = useText();
	return <span className="text-quiet">{t("bind.not_given")}</span>;
}
