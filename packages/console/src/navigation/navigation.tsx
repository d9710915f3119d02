import { createContext, use } from "react";

/** Values of an address's query, as text. */
export type Search = Readonly<Record<string, string>>;

/** Where the person is, and how to go elsewhere. The console hands in its router; another app its own. */
export interface Navigation {
	path: string;
	search: Search;
	/** Go to an address of this app. */
	go(href: string, options?: { replace?: boolean }): void;
	/** Change the query of this address: `undefined` or "" takes a value away. Replaces the entry in the history. */
	setSearch(changes: Readonly<Record<string, string | undefined>>): void;
}

export const NavigationContext = createContext<Navigation | undefined>(undefined);

/** Where the person is, and how to go elsewhere. */
export function useNavigation(): Navigation {
	const navigation = use(NavigationContext);
	if (navigation === undefined) throw new Error("a screen stands outside of NavigationContext");
	return navigation;
}
