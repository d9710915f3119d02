import { useMutation } from "@tanstack/react-query";
import type { BindResult } from "@ticketrail/contract";
import type { ReactNode } from "react";
import { Icon } from "../../look/icon.tsx";
import { Button } from "../../parts/button.tsx";
import { ErrorNote } from "../../parts/error-note.tsx";
import { StatusWord } from "../../parts/status-word.tsx";
import { useText } from "../../text/text.tsx";
import { useOnboardingSource } from "../onboarding-source.ts";
import { TrialOutcome } from "./trial-outcome.tsx";

/** What became of one pair; a test order shows whether it reaches the right kitchen. */
export function DoneRow({ org_id, row }: { org_id: string; row: BindResult["rows"][number] }): ReactNode {
	const { t } = useText();
	const source = useOnboardingSource();
	const { link_id } = row;
	const test = useMutation({ mutationFn: async () => source.sendTestOrder?.(org_id, link_id ?? "") });
	const is_refused = row.status === "refused";
	return (
		<li className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-3">
			<span className={`inline-flex items-center gap-1.5 ${is_refused ? "text-bad" : "text-good"}`}>
				<Icon name={is_refused ? "cross" : "check"} />
				{t(`bind.result.${row.status}`)}
			</span>
			<span className="min-w-0 flex-1 basis-56">
				<code>{row.dsp_provider_id}</code> → <strong className="font-semibold">{row.location_name}</strong>
				{row.error !== undefined && (
					<span className="block text-bad">
						{row.error.detail} <code>{row.error.code}</code>
					</span>
				)}
			</span>
			{!is_refused && <StatusWord kind="link" value={row.dsp_status === "live" ? "live" : "awaiting_dsp"} />}
			{!is_refused && link_id !== undefined && source.sendTestOrder && !test.isSuccess && (
				<Button icon="send" why_not={source.whyNot("link.test")} onClick={() => test.mutate()}>
					{t("link.test", { location: row.location_name })}
				</Button>
			)}
			{test.data !== undefined && <TrialOutcome reply={test.data} location={row.location_name} />}
			{test.error !== null && (
				<div className="basis-full">
					<ErrorNote error={test.error} />
				</div>
			)}
		</li>
	);
}
