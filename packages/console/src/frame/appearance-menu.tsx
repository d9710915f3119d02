import type { ReactNode } from "react";
import { Icon } from "../look/icon.tsx";
import type { IconName } from "../look/icon-paths.ts";
import { type Preferences, usePreferences } from "../look/preferences.tsx";
import { DropMenu } from "../parts/drop-menu.tsx";
import { LOCALES, useText } from "../text/text.tsx";

const THEMES: readonly { value: Preferences["theme"]; icon: IconName }[] = [
	{ value: "system", icon: "screen" },
	{ value: "light", icon: "sun" },
	{ value: "dark", icon: "moon" },
];

/** Light, dark or like the system; and the language. */
export function AppearanceMenu(): ReactNode {
	const { t } = useText();
	const { preferences, change } = usePreferences();
	const current = THEMES.find(({ value }) => value === preferences.theme)?.icon ?? "screen";
	return (
		<DropMenu
			label={t("theme.label")}
			className="button button-quiet button-icon"
			trigger={<Icon name={current} />}
			groups={[
				{
					name: t("theme.label"),
					lines: THEMES.map(({ value, icon }) => ({
						text: t(`theme.${value}`),
						icon,
						is_chosen: value === preferences.theme,
						onChoose: () => change({ theme: value }),
					})),
				},
				{
					name: t("locale.label"),
					lines: LOCALES.map((locale) => ({
						text: t(`locale.${locale}`),
						icon: "language",
						is_chosen: locale === preferences.locale,
						onChoose: () => change({ locale }),
					})),
				},
			]}
		/>
	);
}
