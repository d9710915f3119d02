import { useRouter, useRouterState } from "@tanstack/react-router";
import { type ReactNode, useMemo } from "react";
import { type Navigation, NavigationContext, type Search } from "./navigation.tsx";

/** Gives the screens below the console's own router. */
export function RouterNavigation({ children }: { children: ReactNode }): ReactNode {
	const router = useRouter();
	const location = useRouterState({ select: (state) => state.location });
	const navigation = useMemo<Navigation>(() => {
		const search = location.search as Search;
		return {
			path: location.pathname,
			search,
			go: (href, options) => {
				if (options?.replace) router.history.replace(href);
				else router.history.push(href);
			},
			setSearch: (changes) => {
				const query = new URLSearchParams(router.history.location.search);
				for (const [name, value] of Object.entries(changes)) {
					if (value === undefined || value === "") query.delete(name);
					else query.set(name, value);
				}
				const text = query.toString();
				router.history.replace(`${location.pathname}${text === "" ? "" : `?${text}`}`);
			},
		};
	}, [router, location.pathname, location.search]);
	return <NavigationContext value={navigation}>{children}</NavigationContext>;
}
