import type { BindReview } from "@ticketrail/contract";
import type { ReactNode } from "react";
import { useText } from "../../text/text.tsx";

const SHOWN = 20;

/** Stores that stay without a location, and what that means for their orders. */
export function ReviewLeftOut({ review, dsp_name }: { review: BindReview; dsp_name: string }): ReactNode {
	const { t } = useText();
	const left = review.left_unlinked;
	if (left.length === 0) return <p className="text-quiet">{t("bind.left_none")}</p>;
	return (
		<div>
			<p>
				<strong className="font-semibold">{t("bind.left", { count: left.length })}</strong>{" "}
				{t("bind.left_orders", { name: dsp_name })}
			</p>
			<ul className="mt-1 flex flex-wrap gap-x-4 gap-y-1 text-quiet">
				{left.slice(0, SHOWN).map((store) => (
					<li key={store.dsp_provider_id}>
						{store.name} ({t(`bind.left.${store.why}`)})
					</li>
				))}
				{left.length > SHOWN && <li>{t("bind.left_more", { count: left.length - SHOWN })}</li>}
			</ul>
		</div>
	);
}
