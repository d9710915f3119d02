import { type ReactNode, useEffect } from "react";
import { inkOn, lineOf } from "../look/contrast.ts";
import { usePreferences } from "../look/preferences.tsx";
import { useSession } from "./session.tsx";

/** Puts a partner's six tokens in force (product.md 4.8): name and logo are used where they are shown. */
export function PartnerLook(): ReactNode {
	const { theme } = useSession();
	const { preferences } = usePreferences();
	useEffect(() => {
		const { style, dataset } = document.documentElement;
		const tokens: Record<string, string | undefined> = {
			...(theme.accent === undefined ? {} : accentTokens(theme.accent)),
			"--radius": theme.radius === undefined ? undefined : `${theme.radius}px`,
			"--font": theme.font_stack,
		};
		for (const [name, value] of Object.entries(tokens)) if (value !== undefined) style.setProperty(name, value);
		const has_scheme = preferences.theme === "system" && (theme.scheme === "light" || theme.scheme === "dark");
		if (has_scheme) dataset.theme = theme.scheme;
		return () => {
			for (const name of Object.keys(tokens)) style.removeProperty(name);
			if (has_scheme) delete dataset.theme;
		};
	}, [theme, preferences.theme]);
	return null;
}

/** Everything that follows from a partner's one colour, which may be as pale as paper or as dark as night. */
function accentTokens(accent: string): Record<string, string> {
	const ink = inkOn(accent);
	return {
		"--accent": accent,
		"--accent-ink": ink,
		"--accent-away": ink === "#000000" ? "#ffffff" : "#000000",
		"--accent-soft": `color-mix(in oklab, ${accent} 12%, var(--card))`,
		"--accent-line-light": lineOf(accent, "light"),
		"--accent-line-dark": lineOf(accent, "dark"),
	};
}
