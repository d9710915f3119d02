import type { NewProviderReply } from "@ticketrail/contract";
import { type FormEvent, type ReactNode, useId } from "react";
import type { Static } from "typebox";
import { asFailure } from "../../api/call-failure.ts";
import { Button } from "../../parts/button.tsx";
import { ErrorNote } from "../../parts/error-note.tsx";
import { Field } from "../../parts/field.tsx";
import { Modal } from "../../parts/modal.tsx";
import { useText } from "../../text/text.tsx";
import { useSettingChange } from "./use-setting-change.ts";

/** Register a POS or a DSP; what its vendor has to be told is shown afterwards. */
export function NewProviderDialog({
	onClose,
	onMade,
}: {
	onClose: () => void;
	onMade: (made: Static<typeof NewProviderReply>) => void;
}): ReactNode {
	const { t } = useText();
	const form_id = useId();
	const create = useSettingChange<Static<typeof NewProviderReply>>({ onDone: onMade });
	const failure = create.error === null ? undefined : asFailure(create.error);
	const submit = (event: FormEvent<HTMLFormElement>) => {
		event.preventDefault();
		const { settings, ...fields } = Object.fromEntries(new FormData(event.currentTarget)) as Record<string, string>;
		const list = (settings ?? "").split(/\s+/).filter((one) => one !== "");
		const body = { ...fields, ...(list.length > 0 ? { settings: list } : {}) };
		if (!create.isPending) create.mutate({ method: "POST", path: "providers", body });
	};
	const field = (name: string, label: string, more: { hint?: string; type?: string; is_required?: boolean } = {}) => (
		<Field label={label} hint={more.hint} error={failure?.param === `/${name}` ? failure.message : undefined}>
			{(ids) => (
				<input
					{...ids}
					className="control"
					name={name}
					type={more.type ?? "text"}
					required={more.is_required !== false}
					autoComplete="off"
				/>
			)}
		</Field>
	);
	const choice = (name: string, label: string, options: readonly (readonly [string, string])[]) => (
		<Field label={label}>
			{(ids) => (
				<select {...ids} className="control" name={name}>
					{options.map(([value, text]) => (
						<option key={value} value={value}>
							{text}
						</option>
					))}
				</select>
			)}
		</Field>
	);
	return (
		<Modal
			title={t("settings.new_provider")}
			is_open
			onClose={onClose}
			footer={
				<>
					<Button onClick={onClose}>{t("part.cancel")}</Button>
					<Button type="submit" look="primary" form={form_id}>
						{create.isPending ? t("part.saving") : t("settings.create_provider")}
					</Button>
				</>
			}
		>
			<form id={form_id} onSubmit={submit} className="grid gap-4 sm:grid-cols-2">
				{failure !== undefined && (
					<div className="sm:col-span-2">
						<ErrorNote error={failure} />
					</div>
				)}
				{choice("type", t("settings.kind"), [
					["pos", t("org.type.pos")],
					["dsp", t("org.type.dsp")],
				])}
				{choice("auth", t("integration.auth"), [
					["oauth", t("integration.auth.oauth")],
					["manual", t("integration.auth.manual")],
				])}
				{field("slug", t("settings.slug"), { hint: t("settings.slug_hint") })}
				{field("name", t("orgs.field.name"))}
				<div className="sm:col-span-2">{field("base_url", t("integration.base_url"), { type: "url" })}</div>
				{field("client_id", "client_id")}
				{field("client_secret", "client_secret", { type: "password" })}
				<div className="sm:col-span-2">
					{field("settings", t("settings.options"), { hint: t("settings.options_hint"), is_required: false })}
				</div>
			</form>
		</Modal>
	);
}
