import type { BindReviewRow } from "@ticketrail/contract";
import type { ReactNode } from "react";
import { Icon } from "../../look/icon.tsx";
import { Button } from "../../parts/button.tsx";
import { useText } from "../../text/text.tsx";
import { shortAddress } from "../org-state/address-line.ts";

/** One pair as it will be saved: where orders come from, where they will go, what agrees and what does not. */
export function ReviewRow({
	row,
	dsp_name,
	onChange,
	onRemove,
}: {
	row: BindReviewRow;
	dsp_name: string;
	onChange: () => void;
	onRemove: () => void;
}): ReactNode {
	const { t, count } = useText();
	const agree = row.facts.filter(({ verdict }) => verdict === "agree").length;
	const differ = row.facts.filter(({ verdict }) => verdict === "differ");
	const is_bad = row.outcome === "refused" || row.outcome === "needs_reason" || row.outcome === "needs_brand_name";
	return (
		<div className="flex flex-col gap-2 px-4 py-4">
			<div className="grid items-center gap-x-4 gap-y-2 md:grid-cols-[1fr_auto_1fr]">
				<p className="min-w-0">
					<span className="block text-sm text-quiet">{t("bind.orders_from", { name: dsp_name })}</span>
					<strong className="block font-semibold break-words">{row.store.name}</strong>
					<span className="block text-sm text-quiet">
						<code>{row.dsp_provider_id}</code> · {shortAddress(row.store.address) ?? t("org.no_address")}
					</span>
				</p>
				<span className="text-quiet max-md:rotate-90 max-md:justify-self-start">
					<Icon name="arrow-right" className="size-5" />
				</span>
				<p className="min-w-0">
					<span className="block text-sm text-quiet">{t("bind.go_to", { name: row.location.source_name })}</span>
					<strong className="block font-semibold break-words">{row.location.name}</strong>
					<span className="block text-sm text-quiet">
						<code>{row.location.provider_id}</code> · {shortAddress(row.location.address) ?? t("org.no_address")}
					</span>
				</p>
			</div>
			<div className="flex flex-wrap items-center gap-x-3 gap-y-2 text-sm">
				<span className="text-quiet">
					{count("bind.agree", agree)}
					{differ.length > 0 &&
						` · ${t("bind.differ", { facts: differ.map(({ fact }) => t(`bind.fact.${fact}`)).join(", ") })}`}
				</span>
				{row.moves_from !== undefined && (
					<span className="chip bg-warn-soft text-warn">
						<Icon name="arrow-right" className="size-3.5" />
						{t("bind.moves_from", { location: row.moves_from.location_name })}
					</span>
				)}
				{row.outcome === "unchanged" && <span className="chip bg-sunken text-quiet">{t("bind.unchanged")}</span>}
				{is_bad && (
					<span className="inline-flex items-center gap-1 text-bad">
						<Icon name="cross" className="size-3.5" />
						{row.error?.detail ?? t(`bind.outcome.${row.outcome as "refused"}`)}
					</span>
				)}
				<span className="ms-auto flex gap-2">
					<Button onClick={onChange}>
						{t("bind.change")}
						<span className="sr-only"> {row.store.name}</span>
					</Button>
					<Button onClick={onRemove}>
						{t("bind.remove")}
						<span className="sr-only"> {row.store.name}</span>
					</Button>
				</span>
			</div>
		</div>
	);
}
