import type { ProviderSettingsRow, RotateSecretReply } from "@ticketrail/contract";
import type { ReactNode } from "react";
import type { Static } from "typebox";
import { useWhyNot } from "../../frame/session.tsx";
import { Button } from "../../parts/button.tsx";
import { ErrorNote } from "../../parts/error-note.tsx";
import { useText } from "../../text/text.tsx";
import { SecretNote } from "./secret-note.tsx";
import { useSettingChange } from "./use-setting-change.ts";

type Rotated = Static<typeof RotateSecretReply>;

/** Bring in the next webhook secret, then end the old ones once the vendor signs with it. */
export function SecretRotation({ provider }: { provider: ProviderSettingsRow }): ReactNode {
	const { t } = useText();
	const whyNot = useWhyNot();
	const rotate = useSettingChange<Rotated>();
	const end = useSettingChange<Rotated>();
	const path = `providers/${encodeURIComponent(provider.slug)}/webhook-secrets`;
	const secrets = provider.webhook_secrets;
	const why_not = whyNot("settings.write");
	const failed = rotate.error ?? end.error;
	return (
		<div className="mt-4 flex flex-col gap-3 border-t border-line pt-4">
			<p className="flex flex-wrap items-center gap-x-3 gap-y-2">
				<span className="text-quiet">{t("settings.secrets")}</span>
				{secrets.map((secret) => (
					<code key={secret.position} className="rounded-chip bg-sunken px-2 py-0.5">
						…{secret.ends_with}
						{secret.position === 0 && secrets.length > 1 && ` (${t("settings.newest")})`}
					</code>
				))}
				<span className="ms-auto flex flex-wrap gap-2">
					<Button
						icon="refresh"
						why_not={why_not}
						onClick={() => !rotate.isPending && rotate.mutate({ method: "POST", path, body: {} })}
					>
						{t("settings.rotate")}
					</Button>
					<Button
						look="danger"
						why_not={why_not ?? (secrets.length < 2 ? t("settings.one_secret") : undefined)}
						onClick={() => !end.isPending && end.mutate({ method: "DELETE", path })}
					>
						{t("settings.end_old")}
					</Button>
				</span>
			</p>
			{rotate.data?.secret !== undefined && (
				<SecretNote rows={[{ name: t("settings.webhook_secret"), value: rotate.data.secret }]} />
			)}
			{rotate.isSuccess && <p className="text-quiet">{t("settings.rotate_text")}</p>}
			{failed !== null && <ErrorNote error={failed} />}
		</div>
	);
}
