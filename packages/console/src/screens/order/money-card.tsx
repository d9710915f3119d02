import type { MoneyCheck } from "@ticketrail/contract";
import type { ReactNode } from "react";
import { Icon } from "../../look/icon.tsx";
import { Money } from "../../parts/money.tsx";
import { useText } from "../../text/text.tsx";

const LINES = ["lines", "discounts", "subtotal", "tax", "tips", "fees", "total"] as const;

/** Whether the sums hold: lines, less discounts, with tax, tip and fees, are the total; and the POS was sent the same. */
export function MoneyCard({ money }: { money: MoneyCheck }): ReactNode {
	const { t } = useText();
	const is_good = money.findings.length === 0 && money.is_pos_equal !== false;
	const row = (name: string, amount: number, is_sum = false) => (
		<tr key={name} className={is_sum ? "border-t border-line font-semibold" : ""}>
			<th scope="row" className="py-1">
				{name}
			</th>
			<td className="py-1 text-end">
				<Money amount={amount} currency={money.currency} />
			</td>
		</tr>
	);
	return (
		<section aria-labelledby="money" className="card p-5">
			<h2 id="money" className="mb-2 flex items-center gap-2 text-lg font-semibold">
				{t("money.title")}
				<span className={`inline-flex items-center gap-1 text-base font-medium ${is_good ? "text-good" : "text-bad"}`}>
					<Icon name={is_good ? "check" : "cross"} />
					{is_good ? t("money.good") : t("money.bad")}
				</span>
			</h2>
			<table className="w-full">
				<caption className="sr-only">{t("money.title")}</caption>
				<tbody>
					{LINES.filter((line) => money[line] !== 0 || line === "total" || line === "lines").map((line) =>
						row(t(`money.${line}`), line === "discounts" ? -money.discounts : money[line], line === "total"),
					)}
					{money.pos_total !== undefined && row(t("money.pos_total"), money.pos_total)}
				</tbody>
			</table>
			{money.findings.length > 0 && (
				<ul className="mt-2 text-bad">
					{money.findings.map((finding) => (
						<li key={finding} className="flex gap-2">
							<Icon name="bang" className="mt-1 size-3.5" />
							{finding}
						</li>
					))}
				</ul>
			)}
		</section>
	);
}
