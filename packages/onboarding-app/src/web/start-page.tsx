import { AppLink, Button, ErrorNote, Field, href, PageHead, useNavigation } from "@ticketrail/console/onboarding";
import type { ProviderOffer } from "@ticketrail/contract";
import { type FormEvent, type ReactNode, useEffect, useState } from "react";
import type { CallDoor } from "./call-door.ts";
import { SystemsForm } from "./systems-form.tsx";
import { useTexts } from "./texts.ts";

interface Opened {
	orgs: { org_id: string; name: string; provider_id?: string }[];
	offers: ProviderOffer[];
}

/** Where the stand-alone app begins: name a merchant, or go on with one; say which systems there are. */
export function StartPage({ call }: { call: CallDoor }): ReactNode {
	const t = useTexts();
	const { go } = useNavigation();
	const [opened, setOpened] = useState<Opened>();
	const [error, setError] = useState<unknown>();
	const [is_busy, setBusy] = useState(false);
	useEffect(() => {
		call<Opened>("session").then(setOpened, setError);
	}, [call]);
	const start = (event: FormEvent<HTMLFormElement>) => {
		event.preventDefault();
		if (is_busy) return;
		const fields = Object.fromEntries(new FormData(event.currentTarget));
		setBusy(true);
		setError(undefined);
		call<{ org_id: string }>("start", fields)
			.then(({ org_id }) => go(href(["orgs", org_id])), setError)
			.finally(() => setBusy(false));
	};
	return (
		<>
			<PageHead title={t("start_title")} />
			<p className="mb-4 max-w-prose text-quiet">{t("start_text")}</p>
			{error !== undefined && <ErrorNote error={error} />}
			<form onSubmit={start} className="mb-8 flex max-w-md flex-col gap-4">
				<Field label={t("name")}>
					{(ids) => (
						<input
							{...ids}
							name="name"
							required
							maxLength={255}
							className="control w-full"
							autoComplete="organization"
						/>
					)}
				</Field>
				<Field label={t("provider_id")} hint={t("provider_id_hint")}>
					{(ids) => (
						<input {...ids} name="provider_id" required maxLength={255} className="control w-full" autoComplete="off" />
					)}
				</Field>
				<Field label={t("email")}>
					{(ids) => (
						<input {...ids} name="email" type="email" maxLength={320} className="control w-full" autoComplete="email" />
					)}
				</Field>
				<Button type="submit" look="primary" className="self-start" aria-busy={is_busy}>
					{t("start")}
				</Button>
			</form>
			{opened !== undefined && opened.orgs.length > 0 && (
				<section aria-labelledby="known" className="mb-8">
					<h2 id="known" className="mb-2 text-lg font-semibold">
						{t("known")}
					</h2>
					<ul className="flex flex-col gap-1">
						{opened.orgs.map(({ org_id, name, provider_id }) => (
							<li key={org_id}>
								<AppLink href={href(["orgs", org_id])} className="link">
									{name}
								</AppLink>{" "}
								<span className="text-quiet">{provider_id}</span>
							</li>
						))}
					</ul>
				</section>
			)}
			{opened !== undefined && (
				<SystemsForm call={call} offers={opened.offers} onChange={(offers) => setOpened({ ...opened, offers })} />
			)}
		</>
	);
}
