import { useMutation } from "@tanstack/react-query";
import type { OrderDetail, OrderReplay } from "@ticketrail/contract";
import type { ReactNode } from "react";
import { useApi } from "../../api/api-context.tsx";
import { useWhyNot } from "../../frame/session.tsx";
import { Button } from "../../parts/button.tsx";
import { ErrorNote } from "../../parts/error-note.tsx";
import { useText } from "../../text/text.tsx";
import { ReplayResult } from "./replay-result.tsx";

/** What would become of this order today; nothing is sent. */
export function ReplayCard({ path, detail }: { path: string; detail: OrderDetail }): ReactNode {
	const { t } = useText();
	const api = useApi();
	const whyNot = useWhyNot();
	const replay = useMutation({ mutationFn: () => api.send<OrderReplay>("POST", `${path}/replay`) });
	return (
		<section aria-labelledby="replay" className="card p-5">
			<h2 id="replay" className="text-lg font-semibold">
				{t("replay.title")}
			</h2>
			<p className="mb-3 text-quiet">{t("replay.text")}</p>
			<Button icon="play" why_not={whyNot("order.replay")} onClick={() => !replay.isPending && replay.mutate()}>
				{replay.isPending ? t("replay.working") : t("replay.run")}
			</Button>
			{replay.error !== null && (
				<div className="mt-3">
					<ErrorNote error={replay.error} />
				</div>
			)}
			{replay.data !== undefined && (
				<div role="status" className="mt-4">
					<ReplayResult replay={replay.data} zone={detail.order.timezone} />
				</div>
			)}
		</section>
	);
}
