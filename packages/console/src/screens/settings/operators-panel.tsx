import type { NewOperatorReply, Settings } from "@ticketrail/contract";
import { type FormEvent, type ReactNode, useState } from "react";
import type { Static } from "typebox";
import { useWhyNot } from "../../frame/session.tsx";
import { Button } from "../../parts/button.tsx";
import { ErrorNote } from "../../parts/error-note.tsx";
import { When } from "../../parts/when.tsx";
import { useText } from "../../text/text.tsx";
import { SecretNote } from "./secret-note.tsx";
import { useSettingChange } from "./use-setting-change.ts";

/** The installation's own staff: each gets a link to sign in with. */
export function OperatorsPanel({ settings }: { settings: Settings }): ReactNode {
	const { t } = useText();
	const whyNot = useWhyNot();
	const [made, setMade] = useState<Static<typeof NewOperatorReply>>();
	const add = useSettingChange<Static<typeof NewOperatorReply>>({ onDone: setMade });
	const remove = useSettingChange();
	const why_not = whyNot("settings.write");
	const failed = add.error ?? remove.error;
	const submit = (event: FormEvent<HTMLFormElement>) => {
		event.preventDefault();
		const email = String(new FormData(event.currentTarget).get("email"));
		if (!add.isPending) add.mutate({ method: "POST", path: "operators", body: { email } });
	};
	return (
		<div className="flex flex-col gap-4">
			<form onSubmit={submit} className="flex flex-wrap items-center gap-2">
				<input
					className="control w-full sm:w-80"
					type="email"
					name="email"
					required
					aria-label={t("sign_in.email")}
					placeholder={t("sign_in.email")}
				/>
				<Button type="submit" icon="plus" why_not={why_not}>
					{t("settings.add_operator")}
				</Button>
			</form>
			{failed !== null && <ErrorNote error={failed} />}
			{made !== undefined && (
				<SecretNote
					rows={[{ name: t("settings.sign_in_link", { email: made.operator.email }), value: made.sign_in_url }]}
				/>
			)}
			<ul className="card divide-y divide-line">
				{settings.operators.map((operator) => (
					<li key={operator._id} className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-3">
						<span className="min-w-0 flex-1 basis-56">
							<strong className="font-semibold break-words">{operator.email}</strong>
							<span className="block text-sm text-quiet">
								{operator.last_seen_at === undefined ? (
									t("settings.never_seen")
								) : (
									<>
										{t("settings.last_seen")} <When at={operator.last_seen_at} as="ago" />
									</>
								)}
								{!operator.has_password && ` · ${t("settings.no_password")}`}
							</span>
						</span>
						<Button
							why_not={why_not}
							onClick={() => add.mutate({ method: "POST", path: "operators", body: { email: operator.email } })}
						>
							{t("settings.new_link")}
							<span className="sr-only"> {operator.email}</span>
						</Button>
						<Button
							look="danger"
							why_not={why_not ?? (settings.operators.length < 2 ? t("settings.last_operator") : undefined)}
							onClick={() => remove.mutate({ method: "DELETE", path: `operators/${encodeURIComponent(operator._id)}` })}
						>
							{t("bind.remove")}
							<span className="sr-only"> {operator.email}</span>
						</Button>
					</li>
				))}
			</ul>
		</div>
	);
}
