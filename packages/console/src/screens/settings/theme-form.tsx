import type { Theme } from "@ticketrail/contract";
import { type ChangeEvent, type FormEvent, type ReactNode, useState } from "react";
import { inkOn } from "../../look/contrast.ts";
import { Button } from "../../parts/button.tsx";
import { ErrorNote } from "../../parts/error-note.tsx";
import { Field } from "../../parts/field.tsx";
import { Segments } from "../../parts/segments.tsx";
import { useText } from "../../text/text.tsx";
import { useSettingChange } from "./use-setting-change.ts";

/** A logo larger than this is refused by the hub. */
const LOGO_BYTES = 48_000;

/** The six tokens of a partner's look, with a button that shows them. */
export function ThemeForm({ path, theme, onClose }: { path: string; theme: Theme; onClose: () => void }): ReactNode {
	const { t } = useText();
	const [draft, setDraft] = useState<Theme>(theme);
	const [logo_error, setLogoError] = useState<string>();
	const save = useSettingChange<Theme>({ onDone: onClose });
	const set = (changes: Partial<Theme>) => setDraft((before) => ({ ...before, ...changes }));
	const submit = (event: FormEvent) => {
		event.preventDefault();
		const body = Object.fromEntries(Object.entries(draft).filter(([, value]) => value !== undefined && value !== ""));
		if (!save.isPending) save.mutate({ method: "PUT", path, body });
	};
	const readLogo = (event: ChangeEvent<HTMLInputElement>) => {
		const file = event.target.files?.[0];
		if (file === undefined) return;
		if (file.size > LOGO_BYTES) {
			setLogoError(t("settings.logo_large"));
			return;
		}
		setLogoError(undefined);
		const reader = new FileReader();
		reader.onload = () => set({ logo: String(reader.result) });
		reader.readAsDataURL(file);
	};
	const accent = draft.accent ?? "#9a3412";
	return (
		<form onSubmit={submit} className="mt-4 grid gap-4 rounded-box bg-sunken p-4 md:grid-cols-2">
			{save.error !== null && (
				<div className="md:col-span-2">
					<ErrorNote error={save.error} />
				</div>
			)}
			<Field label={t("settings.theme.name")}>
				{(ids) => (
					<input
						{...ids}
						className="control"
						maxLength={60}
						value={draft.name ?? ""}
						onChange={(event) => set({ name: event.target.value })}
					/>
				)}
			</Field>
			<Field label={t("settings.theme.accent")} hint={t("settings.theme.accent_hint")}>
				{(ids) => (
					<span className="flex items-center gap-3">
						<input
							{...ids}
							type="color"
							className="h-9 w-14"
							value={accent}
							onChange={(event) => set({ accent: event.target.value })}
						/>
						<span className="button" style={{ background: accent, color: inkOn(accent) }}>
							{t("settings.theme.sample")}
						</span>
					</span>
				)}
			</Field>
			<Field label={t("settings.theme.radius")}>
				{(ids) => (
					<input
						{...ids}
						type="number"
						min={0}
						max={24}
						className="control"
						value={draft.radius ?? 10}
						onChange={(event) => set({ radius: Number(event.target.value) })}
					/>
				)}
			</Field>
			<Field label={t("settings.theme.font")} hint={t("settings.theme.font_hint")}>
				{(ids) => (
					<input
						{...ids}
						className="control"
						maxLength={200}
						value={draft.font_stack ?? ""}
						onChange={(event) => set({ font_stack: event.target.value })}
					/>
				)}
			</Field>
			<Field label={t("settings.theme.logo")} hint={t("settings.theme.logo_hint")} error={logo_error}>
				{(ids) => (
					<input
						{...ids}
						type="file"
						accept="image/png,image/svg+xml,image/webp"
						className="control"
						onChange={readLogo}
					/>
				)}
			</Field>
			<div>
				<p className="mb-1 text-sm font-medium">{t("theme.label")}</p>
				<Segments
					label={t("theme.label")}
					value={draft.scheme ?? "system"}
					options={(["system", "light", "dark"] as const).map((value) => ({ value, text: t(`theme.${value}`) }))}
					onChange={(scheme) => set({ scheme })}
				/>
			</div>
			<div className="flex gap-2 md:col-span-2">
				<Button type="submit" look="primary">
					{save.isPending ? t("part.saving") : t("part.save")}
				</Button>
				<Button onClick={onClose}>{t("part.cancel")}</Button>
			</div>
		</form>
	);
}
