import { Button, ErrorNote, Field } from "@ticketrail/console/onboarding";
import type { ProviderOffer } from "@ticketrail/contract";
import { type FormEvent, type ReactNode, useState } from "react";
import type { CallDoor } from "./call-door.ts";
import { useTexts } from "./texts.ts";

/** Which POS and DSPs may be chosen: those of the app's settings, and those that are added here. */
export function SystemsForm(props: {
	call: CallDoor;
	offers: readonly ProviderOffer[];
	onChange(offers: ProviderOffer[]): void;
}): ReactNode {
	const { call, offers, onChange } = props;
	const t = useTexts();
	const [error, setError] = useState<unknown>();
	const add = (type: "pos" | "dsp") => (event: FormEvent<HTMLFormElement>) => {
		event.preventDefault();
		const form = event.currentTarget;
		const slug = String(new FormData(form).get("slug")).trim();
		setError(undefined);
		call<{ offers: ProviderOffer[] }>("offer", { slug, type }).then((reply) => {
			form.reset();
			onChange(reply.offers);
		}, setError);
	};
	return (
		<section aria-labelledby="systems">
			<h2 id="systems" className="mb-1 text-lg font-semibold">
				{t("systems")}
			</h2>
			<p className="mb-3 max-w-prose text-quiet">{t("systems_text")}</p>
			{error !== undefined && <ErrorNote error={error} />}
			<ul className="mb-4 flex flex-wrap gap-2">
				{offers.map(({ slug, name, type }) => (
					<li key={`${type} ${slug}`} className="rounded-chip border border-line px-2 py-1">
						{name} <span className="text-quiet">{t(`type_${type}`)}</span>
					</li>
				))}
			</ul>
			<div className="flex flex-wrap gap-6">
				{(["pos", "dsp"] as const).map((type) => (
					<form key={type} onSubmit={add(type)} className="flex flex-wrap items-end gap-2">
						<Field label={t(`add_${type}`)}>
							{(ids) => (
								<input {...ids} name="slug" required maxLength={100} className="control w-full" autoComplete="off" />
							)}
						</Field>
						<Button type="submit" aria-label={t("add_one", { add: t("add"), what: t(`add_${type}`) })}>
							{t("add")}
						</Button>
					</form>
				))}
			</div>
		</section>
	);
}
