import type { NewKeyReply } from "@ticketrail/contract";
import { type FormEvent, type ReactNode, useId } from "react";
import type { Static } from "typebox";
import { Button } from "../../parts/button.tsx";
import { ErrorNote } from "../../parts/error-note.tsx";
import { Field } from "../../parts/field.tsx";
import { Modal } from "../../parts/modal.tsx";
import { useText } from "../../text/text.tsx";
import { useSettingChange } from "./use-setting-change.ts";

const SCOPES = ["onboarding", "sso"] as const;

/** Register a partner; its first key's secret is shown once. */
export function NewPartnerDialog({
	onClose,
	onMade,
}: {
	onClose: () => void;
	onMade: (made: Static<typeof NewKeyReply>) => void;
}): ReactNode {
	const { t } = useText();
	const form_id = useId();
	const create = useSettingChange<Static<typeof NewKeyReply>>({ onDone: onMade });
	const submit = (event: FormEvent<HTMLFormElement>) => {
		event.preventDefault();
		const data = new FormData(event.currentTarget);
		const origins = String(data.get("origins") ?? "")
			.split(/[\s,]+/)
			.filter((origin) => origin !== "");
		const body = {
			name: data.get("name"),
			scopes: data.getAll("scopes"),
			...(origins.length > 0 ? { return_url_origins: origins } : {}),
		};
		if (!create.isPending) create.mutate({ method: "POST", path: "partners", body });
	};
	return (
		<Modal
			title={t("settings.new_partner")}
			is_open
			onClose={onClose}
			footer={
				<>
					<Button onClick={onClose}>{t("part.cancel")}</Button>
					<Button type="submit" look="primary" form={form_id}>
						{create.isPending ? t("part.saving") : t("settings.create_partner")}
					</Button>
				</>
			}
		>
			<form id={form_id} onSubmit={submit} className="flex flex-col gap-4">
				{create.error !== null && <ErrorNote error={create.error} />}
				<Field label={t("orgs.field.name")}>
					{(ids) => <input {...ids} className="control" name="name" required maxLength={255} />}
				</Field>
				<fieldset>
					<legend className="mb-1 text-sm font-medium">{t("settings.scopes")}</legend>
					{SCOPES.map((scope) => (
						<label key={scope} className="flex min-h-8 items-center gap-2">
							<input
								type="checkbox"
								className="tick"
								name="scopes"
								value={scope}
								defaultChecked={scope === "onboarding"}
							/>
							<code>{scope}</code>
						</label>
					))}
				</fieldset>
				<Field label={t("settings.origins")} hint={t("settings.origins_hint")}>
					{(ids) => <input {...ids} className="control" name="origins" placeholder="https://app.example.com" />}
				</Field>
			</form>
		</Modal>
	);
}
