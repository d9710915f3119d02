import type { OrderDetail } from "@ticketrail/contract";
import type { ReactNode } from "react";
import { useText } from "../../text/text.tsx";
import { HopLine } from "./hop-line.tsx";

/** Every hop of an order, oldest first: channel, hub, POS and back. */
export function OrderTimeline({ detail }: { detail: OrderDetail }): ReactNode {
	const { t } = useText();
	return (
		<section aria-labelledby="timeline" className="card p-5">
			<h2 id="timeline" className="mb-4 text-lg font-semibold">
				{t("order.timeline")}
			</h2>
			<ol>
				{detail.timeline.map((hop) => (
					<HopLine key={hop._id} hop={hop} zone={detail.order.timezone} />
				))}
			</ol>
		</section>
	);
}
