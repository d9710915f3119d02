import { type FormEvent, type ReactNode, useState } from "react";
import { Button } from "../../parts/button.tsx";
import { Field } from "../../parts/field.tsx";
import { useText } from "../../text/text.tsx";
import { addressLine } from "../org-state/address-line.ts";
import type { Proposal } from "./open-proposal.ts";
import type { BindState } from "./use-bind.ts";

/** A DSP without a list: its store is typed, twice, and compared with the DSP's own page by the person. */
export function ManualStores({
	proposal,
	bind,
	shared,
}: {
	proposal: Proposal;
	bind: BindState;
	shared: ReadonlyMap<string, number>;
}): ReactNode {
	const { t } = useText();
	const [error, setError] = useState<string>();
	const add = (event: FormEvent<HTMLFormElement>) => {
		event.preventDefault();
		const form = event.currentTarget;
		const read = (name: string) => String(new FormData(form).get(name) ?? "").trim();
		if (read("id") !== read("id_again")) {
			setError(t("bind.manual_differs"));
			return;
		}
		setError(undefined);
		bind.decideMany([
			{ dsp_provider_id: read("id"), decision: "same", location_id: read("location"), dsp_store_name: read("name") },
		]);
		form.reset();
	};
	const typed = Object.values(bind.decisions).filter(({ dsp_provider_id }) => !proposal.row_of.has(dsp_provider_id));
	return (
		<section aria-labelledby="manual" className="card p-5">
			<h2 id="manual" className="text-lg font-semibold">
				{t("bind.manual", { name: proposal.name })}
			</h2>
			<p className="mb-4 text-quiet">{t("bind.manual_text", { name: proposal.name })}</p>
			<form onSubmit={add} className="grid gap-4 md:grid-cols-2">
				<Field label={t("bind.manual_id")}>
					{(ids) => (
						<input {...ids} className="control font-mono" name="id" required maxLength={255} autoComplete="off" />
					)}
				</Field>
				<Field label={t("bind.manual_id_again")} error={error}>
					{(ids) => (
						<input {...ids} className="control font-mono" name="id_again" required maxLength={255} autoComplete="off" />
					)}
				</Field>
				<Field label={t("bind.manual_name")}>
					{(ids) => <input {...ids} className="control" name="name" required maxLength={255} autoComplete="off" />}
				</Field>
				<Field label={t("bind.manual_location")}>
					{(ids) => (
						<select {...ids} className="control" name="location" required defaultValue="">
							<option value="" disabled>
								{t("bind.choose_label")}
							</option>
							{proposal.locations.map((location) => (
								<option key={location.location_id} value={location.location_id}>
									{location.name}, {addressLine(location.address) ?? location.provider_id}
								</option>
							))}
						</select>
					)}
				</Field>
				<span>
					<Button type="submit" icon="plus">
						{t("bind.manual_add")}
					</Button>
				</span>
			</form>
			<ul className="mt-4 divide-y divide-line">
				{typed.map(({ dsp_provider_id, dsp_store_name, location_id = "", brand_name, ...decision }) => (
					<li key={dsp_provider_id} className="flex flex-wrap items-center gap-x-4 gap-y-2 py-2.5">
						<span className="flex-1 basis-60">
							<strong className="font-semibold">{dsp_store_name}</strong> <code>{dsp_provider_id}</code> →{" "}
							{proposal.location_of.get(location_id)?.name}
						</span>
						{(shared.get(location_id) ?? 0) > 1 && (
							<input
								className="control"
								aria-label={t("bind.brand")}
								placeholder={t("bind.brand")}
								required
								value={brand_name ?? ""}
								onChange={(event) =>
									bind.decide(dsp_provider_id, {
										...{ ...decision, location_id, brand_name: event.target.value },
										...(dsp_store_name === undefined ? {} : { dsp_store_name }),
									})
								}
							/>
						)}
						<Button onClick={() => bind.decide(dsp_provider_id, undefined)}>{t("bind.remove")}</Button>
					</li>
				))}
			</ul>
		</section>
	);
}
