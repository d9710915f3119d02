import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { LinkDetail } from "@ticketrail/contract";
import { type ReactNode, useState } from "react";
import { useAnnouncer } from "../../parts/announcer.tsx";
import { Button } from "../../parts/button.tsx";
import { ErrorNote } from "../../parts/error-note.tsx";
import { useText } from "../../text/text.tsx";
import { TrialOutcome } from "../bind/trial-outcome.tsx";
import { useOnboardingSource } from "../onboarding-source.ts";

/** Test order, "arrived", unlink: each says which store it is about; unlinking asks first. */
export function LinkActions({ org_id, detail }: { org_id: string; detail: LinkDetail }): ReactNode {
	const { t } = useText();
	const source = useOnboardingSource();
	const queries = useQueryClient();
	const { alert } = useAnnouncer();
	const [is_asking, setAsking] = useState(false);
	const { link, location, store } = detail;
	const refresh = () => queries.invalidateQueries({ queryKey: ["org", org_id] });
	const test = useMutation({
		mutationFn: async () => source.sendTestOrder?.(org_id, link._id),
		onSettled: refresh,
	});
	const arrived = useMutation({
		mutationFn: async () => source.confirmArrival?.(org_id, link._id),
		onSettled: refresh,
	});
	const unlink = useMutation({
		mutationFn: async () => source.unlink?.(org_id, link._id),
		onSuccess: () => {
			setAsking(false);
			alert(t("link.unlinked", { store: store.name }));
		},
		onSettled: refresh,
	});
	if (detail.ended_at !== undefined) return <p className="rounded-control bg-sunken px-3 py-2">{t("link.ended")}</p>;
	const failed = test.error ?? arrived.error ?? unlink.error;
	return (
		<div className="flex flex-col gap-3">
			{failed !== null && <ErrorNote error={failed} />}
			<div className="flex flex-wrap gap-2">
				{source.sendTestOrder && (
					<Button icon="send" why_not={source.whyNot("link.test")} onClick={() => test.mutate()}>
						{t("link.test", { location: location.name })}
					</Button>
				)}
				{source.confirmArrival && !link.arrival_confirmed && (
					<Button icon="check" why_not={source.whyNot("link.test")} onClick={() => arrived.mutate()}>
						{t("link.arrived")}
					</Button>
				)}
				{source.unlink && (
					<Button
						look="danger"
						why_not={source.whyNot("link.write")}
						aria-expanded={is_asking}
						onClick={() => setAsking(!is_asking)}
					>
						{t("link.unlink")}
					</Button>
				)}
			</div>
			{test.data !== undefined && <TrialOutcome reply={test.data} location={location.name} />}
			{is_asking && (
				<fieldset className="rounded-control border border-bad/40 bg-bad-soft px-4 py-3">
					<legend className="sr-only">{t("link.unlink")}</legend>
					<p className="mb-3">{t("link.unlink_ask", { store: store.name, dsp: link.name, location: location.name })}</p>
					<div className="flex flex-wrap gap-2">
						<Button look="danger" onClick={() => unlink.mutate()}>
							{t("link.unlink_confirm", { store: store.name })}
						</Button>
						<Button onClick={() => setAsking(false)}>{t("part.cancel")}</Button>
					</div>
				</fieldset>
			)}
		</div>
	);
}
