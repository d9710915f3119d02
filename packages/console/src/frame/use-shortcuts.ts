import { useEffect, useRef } from "react";
import { usePreferences } from "../look/preferences.tsx";
import { useNavigation } from "../navigation/navigation.tsx";

/** Whether a key was typed into something that takes text. */
function isTyping(target: EventTarget | null): boolean {
	if (!(target instanceof HTMLElement)) return false;
	return target.isContentEditable || target.matches("input:not([type=checkbox],[type=radio]), textarea, select");
}

const GO: Readonly<Record<string, string>> = { o: "/orders", g: "/orgs", l: "/logs" };
const SECOND_KEY_MS = 1_200;

/** Single-key shortcuts of the frame: `?`, `/`, and `g` followed by a place. Not while typing, and not if turned off. */
export function useShortcuts({ onHelp, onSearch }: { onHelp: () => void; onSearch: () => void }): void {
	const { preferences } = usePreferences();
	const { go } = useNavigation();
	const pressed_g_at = useRef(0);
	useEffect(() => {
		if (!preferences.has_shortcuts) return;
		const onKey = (event: KeyboardEvent) => {
			if (event.defaultPrevented || event.metaKey || event.ctrlKey || event.altKey || isTyping(event.target)) return;
			if (document.querySelector("[role=dialog]") !== null) return;
			const is_second = Date.now() - pressed_g_at.current < SECOND_KEY_MS;
			const place = is_second ? GO[event.key] : undefined;
			pressed_g_at.current = 0;
			if (place !== undefined) go(place);
			else if (event.key === "?") onHelp();
			else if (event.key === "/") onSearch();
			else if (event.key === "g") {
				pressed_g_at.current = Date.now();
				return;
			} else return;
			event.preventDefault();
		};
		document.addEventListener("keydown", onKey);
		return () => document.removeEventListener("keydown", onKey);
	}, [preferences.has_shortcuts, go, onHelp, onSearch]);
}
