import type { BindLocation } from "@ticketrail/contract";
import type { ReactNode } from "react";
import { Field } from "../../parts/field.tsx";
import { useText } from "../../text/text.tsx";
import type { Missing } from "./decisions.ts";
import type { ProposedRow } from "./open-proposal.ts";
import type { BindState } from "./use-bind.ts";

const ANSWERS = ["same", "not_this", "skip"] as const;

/** What the person says of a pair: nothing is chosen before; a differing hard fact and a second brand ask for words. */
export function PairAnswer(props: {
	row: ProposedRow;
	location: BindLocation | undefined;
	bind: BindState;
	missing: readonly Missing[];
	needs_reason: boolean;
	shared: ReadonlyMap<string, number>;
}): ReactNode {
	const { row, location, bind, missing, needs_reason, shared } = props;
	const { t } = useText();
	const { store } = row;
	const id = store.dsp_provider_id;
	const decision = bind.decisions[id];
	const is_same = decision?.decision === "same";
	const is_shared = is_same && (shared.get(decision.location_id ?? "") ?? 0) > 1;
	const set = (changes: { reason?: string; brand_name?: string }) => {
		if (decision !== undefined) bind.decide(id, { ...decision, ...changes });
	};
	return (
		<div className="border-t border-line bg-sunken/50 px-4 py-3">
			<div className="flex flex-wrap gap-2">
				{ANSWERS.map((answer) => {
					const is_off = answer !== "skip" && (location === undefined || (answer === "same" && row.taken_elsewhere));
					return (
						<label
							key={answer}
							className={`inline-flex min-h-9 items-center gap-2 rounded-control border px-3 has-checked:border-accent-line has-checked:bg-accent-soft has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent-line pointer-coarse:min-h-11 ${is_off ? "border-line text-quiet" : "cursor-pointer border-strong bg-card"}`}
						>
							<input
								type="radio"
								className="accent-(--accent)"
								name={`answer-${id}`}
								value={answer}
								checked={decision?.decision === answer}
								disabled={is_off}
								onChange={() =>
									bind.decide(id, {
										decision: answer,
										...(answer === "skip" || location === undefined ? {} : { location_id: location.location_id }),
										dsp_store_name: store.name,
									})
								}
							/>
							{t(`bind.answer.${answer}`)}
						</label>
					);
				})}
			</div>
			{is_same && needs_reason && (
				<div className="mt-3 max-w-xl">
					<Field
						label={t("bind.reason")}
						hint={t("bind.reason_hint")}
						error={missing.includes("reason") ? t("bind.reason_missing") : undefined}
					>
						{(ids) => (
							<textarea
								{...ids}
								className="control min-h-16"
								rows={2}
								required
								maxLength={1000}
								value={decision.reason ?? ""}
								onChange={(event) => set({ reason: event.target.value })}
							/>
						)}
					</Field>
				</div>
			)}
			{is_shared && (
				<div className="mt-3 max-w-xl">
					<Field
						label={t("bind.brand")}
						hint={t("bind.brand_hint")}
						error={missing.includes("brand") ? t("bind.brand_missing") : undefined}
					>
						{(ids) => (
							<input
								{...ids}
								className="control"
								required
								maxLength={120}
								value={decision.brand_name ?? ""}
								onChange={(event) => set({ brand_name: event.target.value })}
							/>
						)}
					</Field>
				</div>
			)}
		</div>
	);
}
