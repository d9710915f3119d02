import type { NewProviderReply, ProviderSettingsRow, Settings } from "@ticketrail/contract";
import { type ReactNode, useState } from "react";
import type { Static } from "typebox";
import { useWhyNot } from "../../frame/session.tsx";
import { Button } from "../../parts/button.tsx";
import { EmptyNote } from "../../parts/empty-note.tsx";
import { Facts } from "../../parts/facts.tsx";
import { IdText } from "../../parts/id-text.tsx";
import { useText } from "../../text/text.tsx";
import { NewProviderDialog } from "./new-provider-dialog.tsx";
import { SecretNote } from "./secret-note.tsx";
import { SecretRotation } from "./secret-rotation.tsx";

type NewProvider = Static<typeof NewProviderReply>;

/** The POS and DSP systems that are registered, and the secrets that they sign with. */
export function ProvidersPanel({ settings }: { settings: Settings }): ReactNode {
	const { t } = useText();
	const whyNot = useWhyNot();
	const [is_adding, setAdding] = useState(false);
	const [made, setMade] = useState<NewProvider>();
	const add = (
		<Button look="primary" icon="plus" why_not={whyNot("settings.write")} onClick={() => setAdding(true)}>
			{t("settings.new_provider")}
		</Button>
	);
	return (
		<div className="flex flex-col gap-4">
			{settings.providers.length > 0 && <div className="flex justify-end">{add}</div>}
			{made !== undefined && (
				<SecretNote
					rows={[
						{ name: t("settings.webhook_url"), value: made.webhook_url },
						{ name: t("settings.redirect_uri"), value: made.redirect_uri },
						...(made.webhook_secret === undefined
							? []
							: [{ name: t("settings.webhook_secret"), value: made.webhook_secret }]),
					]}
				/>
			)}
			{settings.providers.length === 0 && (
				<EmptyNote
					icon="hook"
					title={t("settings.no_providers")}
					text={t("settings.no_providers_text")}
					action={add}
					curl="npx ticketrail provider add --help"
				/>
			)}
			{settings.providers.map((provider) => (
				<ProviderCard key={provider._id} provider={provider} />
			))}
			{is_adding && (
				<NewProviderDialog
					onClose={() => setAdding(false)}
					onMade={(reply) => {
						setMade(reply);
						setAdding(false);
					}}
				/>
			)}
		</div>
	);
}

function ProviderCard({ provider }: { provider: ProviderSettingsRow }): ReactNode {
	const { t, count } = useText();
	const options = Object.entries(provider.settings).map(([name, value]) => `${name}=${String(value)}`);
	return (
		<section aria-label={provider.name} className="card p-5">
			<h2 className="mb-3 flex flex-wrap items-baseline gap-x-3 text-lg font-semibold">
				{provider.name}
				<code className="text-sm font-normal text-quiet">{provider.slug}</code>
				<span className="text-sm font-normal text-quiet">{t(`org.type.${provider.type}`)}</span>
				<span className="ms-auto text-sm font-normal text-quiet">
					{count("settings.connections", provider.integrations)}
				</span>
			</h2>
			<Facts
				rows={[
					[
						t("integration.base_url"),
						<code key="base" className="break-all">
							{provider.base_url}
						</code>,
					],
					[t("integration.auth"), t(`integration.auth.${provider.auth}`)],
					["client_id", provider.client_id],
					[t("settings.webhook_url"), <IdText key="hook" id={provider.webhook_url} what={t("settings.webhook_url")} />],
					[
						t("settings.redirect_uri"),
						<IdText key="uri" id={provider.redirect_uri} what={t("settings.redirect_uri")} />,
					],
					[t("settings.options"), options.length === 0 ? undefined : <code key="set">{options.join(" ")}</code>],
				]}
			/>
			<SecretRotation provider={provider} />
		</section>
	);
}
