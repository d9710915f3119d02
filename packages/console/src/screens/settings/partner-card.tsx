import type { ApiKey, NewKeyReply, PartnerSettings } from "@ticketrail/contract";
import { type ReactNode, useState } from "react";
import type { Static } from "typebox";
import { useWhyNot } from "../../frame/session.tsx";
import { Button } from "../../parts/button.tsx";
import { ErrorNote } from "../../parts/error-note.tsx";
import { IdText } from "../../parts/id-text.tsx";
import { When } from "../../parts/when.tsx";
import { useText } from "../../text/text.tsx";
import { ThemeForm } from "./theme-form.tsx";
import { useSettingChange } from "./use-setting-change.ts";

/** A partner: its keys, and how the console looks for its merchants. */
export function PartnerCard({
	partner,
	onMade,
}: {
	partner: PartnerSettings;
	onMade: (made: Static<typeof NewKeyReply>) => void;
}): ReactNode {
	const { t, count } = useText();
	const whyNot = useWhyNot();
	const [is_theming, setTheming] = useState(false);
	const make = useSettingChange<Static<typeof NewKeyReply>>({ onDone: onMade });
	const why_not = whyNot("settings.write");
	const scopes = partner.keys.find(({ revoked_at }) => revoked_at === undefined)?.scopes ?? ["onboarding"];
	const path = `partners/${encodeURIComponent(partner._id)}`;
	return (
		<section aria-label={partner.name} className="card p-5">
			<div className="flex flex-wrap items-center gap-x-4 gap-y-2">
				<h2 className="text-lg font-semibold">{partner.name}</h2>
				<span className="text-quiet">{count("settings.orgs", partner.orgs)}</span>
				<span className="ms-auto flex flex-wrap gap-2">
					<Button aria-expanded={is_theming} why_not={why_not} onClick={() => setTheming(!is_theming)}>
						{t("settings.look")}
					</Button>
					<Button
						icon="key"
						why_not={why_not}
						onClick={() =>
							!make.isPending &&
							make.mutate({ method: "POST", path: `${path}/keys`, body: { name: partner.name, scopes } })
						}
					>
						{t("settings.new_key")}
					</Button>
				</span>
			</div>
			{make.error !== null && <ErrorNote error={make.error} />}
			{is_theming && <ThemeForm path={`${path}/theme`} theme={partner.theme} onClose={() => setTheming(false)} />}
			<ul className="mt-3 divide-y divide-line">
				{partner.keys.map((key) => (
					<KeyRow key={key.client_id} api_key={key} path={path} />
				))}
			</ul>
			{partner.return_url_origins.length > 0 && (
				<p className="mt-2 text-sm text-quiet">
					{t("settings.origins")} <code>{partner.return_url_origins.join(", ")}</code>
				</p>
			)}
		</section>
	);
}

function KeyRow({ api_key, path }: { api_key: ApiKey; path: string }): ReactNode {
	const { t } = useText();
	const whyNot = useWhyNot();
	const [is_asking, setAsking] = useState(false);
	const revoke = useSettingChange();
	const { client_id, revoked_at } = api_key;
	return (
		<li className="flex flex-wrap items-center gap-x-4 gap-y-2 py-2.5">
			<span className="min-w-0 flex-1 basis-64">
				<IdText id={client_id} what="client_id" />
				<span className="block text-sm text-quiet">
					{api_key.scopes.join(", ")} · {t("settings.made")} <When at={api_key.created_at} />
				</span>
			</span>
			{revoked_at !== undefined ? (
				<span className="text-quiet">
					{t("settings.revoked")} <When at={revoked_at} />
				</span>
			) : is_asking ? (
				<span className="flex flex-wrap items-center gap-2">
					{t("settings.revoke_ask")}
					<Button
						look="danger"
						onClick={() => revoke.mutate({ method: "DELETE", path: `${path}/keys/${encodeURIComponent(client_id)}` })}
					>
						{t("settings.revoke_confirm")}
					</Button>
					<Button onClick={() => setAsking(false)}>{t("part.cancel")}</Button>
				</span>
			) : (
				<Button look="danger" why_not={whyNot("settings.write")} onClick={() => setAsking(true)}>
					{t("settings.revoke")}
				</Button>
			)}
			{revoke.error !== null && (
				<div className="basis-full">
					<ErrorNote error={revoke.error} />
				</div>
			)}
		</li>
	);
}
