import { createContext, type ReactNode, use, useCallback, useEffect, useMemo, useState } from "react";
import { LOCALES, type Locale } from "../text/text.tsx";

/** What a person chose for this browser. */
export interface Preferences {
	theme: "light" | "dark" | "system";
	locale: Locale;
	/** Single-key shortcuts can be turned off (WCAG 2.1.4). */
	has_shortcuts: boolean;
}

const KEY = "ticketrail.preferences";
const DEFAULTS: Preferences = { theme: "system", locale: "en", has_shortcuts: true };

interface PreferenceStore {
	preferences: Preferences;
	change(changes: Partial<Preferences>): void;
}

const PreferencesContext = createContext<PreferenceStore | undefined>(undefined);

/** Keeps the preferences of this browser, and applies the appearance to the page. */
export function PreferencesProvider({ children }: { children: ReactNode }): ReactNode {
	const [preferences, setPreferences] = useState(readPreferences);
	const change = useCallback((changes: Partial<Preferences>) => {
		setPreferences((before) => {
			const after = { ...before, ...changes };
			localStorage.setItem(KEY, JSON.stringify(after));
			return after;
		});
	}, []);
	useEffect(() => {
		const { dataset } = document.documentElement;
		if (preferences.theme === "system") delete dataset.theme;
		else dataset.theme = preferences.theme;
	}, [preferences.theme]);
	const store = useMemo(() => ({ preferences, change }), [preferences, change]);
	return <PreferencesContext value={store}>{children}</PreferencesContext>;
}

/** What the person chose, and how to choose otherwise. */
export function usePreferences(): PreferenceStore {
	const store = use(PreferencesContext);
	if (store === undefined) throw new Error("a part stands outside of PreferencesProvider");
	return store;
}

function readPreferences(): Preferences {
	try {
		const kept = JSON.parse(localStorage.getItem(KEY) ?? "{}") as Partial<Preferences>;
		return {
			theme: kept.theme === "light" || kept.theme === "dark" ? kept.theme : DEFAULTS.theme,
			locale: LOCALES.find((locale) => locale === kept.locale) ?? DEFAULTS.locale,
			has_shortcuts: kept.has_shortcuts ?? DEFAULTS.has_shortcuts,
		};
	} catch {
		return DEFAULTS; // no storage, or something else in it
	}
}
