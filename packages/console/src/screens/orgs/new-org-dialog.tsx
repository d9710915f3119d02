import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { OrgState, Settings } from "@ticketrail/contract";
import { type FormEvent, type ReactNode, useId } from "react";
import { useApi } from "../../api/api-context.tsx";
import { asFailure } from "../../api/call-failure.ts";
import { href } from "../../navigation/href.ts";
import { useNavigation } from "../../navigation/navigation.tsx";
import { Button } from "../../parts/button.tsx";
import { ErrorNote } from "../../parts/error-note.tsx";
import { Field } from "../../parts/field.tsx";
import { Modal } from "../../parts/modal.tsx";
import { useText } from "../../text/text.tsx";

/** Create an organisation for a partner. */
export function NewOrgDialog({ is_open, onClose }: { is_open: boolean; onClose: () => void }): ReactNode {
	const { t } = useText();
	const api = useApi();
	const form_id = useId();
	const { go } = useNavigation();
	const queries = useQueryClient();
	const partners = useQuery({
		queryKey: ["settings"],
		queryFn: ({ signal }) => api.get<Settings>("/console/settings", {}, signal),
		enabled: is_open,
	});
	const create = useMutation({
		mutationFn: (body: Record<string, string>) => api.send<OrgState>("POST", "/console/orgs", { body }),
		onSuccess: (org) => {
			void queries.invalidateQueries({ queryKey: ["orgs"] });
			go(href(["orgs", org._id]));
		},
	});
	const submit = (event: FormEvent<HTMLFormElement>) => {
		event.preventDefault();
		const entries = [...new FormData(event.currentTarget)].filter(([, value]) => value !== "");
		if (!create.isPending) create.mutate(Object.fromEntries(entries) as Record<string, string>);
	};
	const failure = create.error === null ? undefined : asFailure(create.error);
	const text = (name: string, label: string, hint?: string, is_required = false) => (
		<Field label={label} hint={hint} error={failure?.param === `/${name}` ? failure.message : undefined}>
			{(ids) => <input {...ids} className="control" name={name} required={is_required} maxLength={255} />}
		</Field>
	);
	return (
		<Modal
			title={t("orgs.new")}
			is_open={is_open}
			onClose={onClose}
			footer={
				<>
					<Button onClick={onClose}>{t("part.cancel")}</Button>
					<Button
						type="submit"
						look="primary"
						form={form_id}
						why_not={partners.isLoading ? t("orgs.partners_loading") : undefined}
					>
						{create.isPending ? t("part.saving") : t("orgs.create")}
					</Button>
				</>
			}
		>
			<form id={form_id} onSubmit={submit} className="flex flex-col gap-4">
				{failure !== undefined && <ErrorNote error={failure} />}
				{partners.error !== null && <ErrorNote error={partners.error} onRetry={() => void partners.refetch()} />}
				<Field label={t("orgs.field.partner")}>
					{(ids) => (
						<select {...ids} className="control" name="partner_id" required>
							{partners.data?.partners.map((partner) => (
								<option key={partner._id} value={partner._id}>
									{partner.name}
								</option>
							))}
						</select>
					)}
				</Field>
				{text("name", t("orgs.field.name"), undefined, true)}
				{text("provider_id", t("orgs.field.provider_id"), t("orgs.field.provider_id_hint"))}
				<Field label={t("orgs.field.email")} hint={t("orgs.field.email_hint")}>
					{(ids) => <input {...ids} className="control" name="email" type="email" maxLength={320} />}
				</Field>
			</form>
		</Modal>
	);
}
