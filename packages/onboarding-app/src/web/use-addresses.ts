import type { Navigation } from "@ticketrail/console/onboarding";
import { useEffect, useMemo, useState } from "react";

/** Where the page is: in the address bar of the app, or in memory where the address belongs to somebody else. */
export function useAddresses(first: string, in_address_bar: boolean): Navigation {
	const [address, setAddress] = useState(first);
	useEffect(() => {
		if (!in_address_bar) return;
		const follow = () => setAddress(`${location.pathname}${location.search}`);
		addEventListener("popstate", follow);
		return () => removeEventListener("popstate", follow);
	}, [in_address_bar]);
	return useMemo(() => {
		const url = new URL(address, "http://page");
		const move = (href: string, replace: boolean) => {
			if (in_address_bar) history[replace ? "replaceState" : "pushState"](null, "", href);
			setAddress(href);
		};
		return {
			path: url.pathname,
			search: Object.fromEntries(url.searchParams),
			go: (href, options) => move(href, options?.replace === true),
			setSearch(changes) {
				const query = new URLSearchParams(url.searchParams);
				for (const [name, value] of Object.entries(changes)) {
					if (value) query.set(name, value);
					else query.delete(name);
				}
				const text = query.toString();
				move(`${url.pathname}${text && `?${text}`}`, true);
			},
		};
	}, [address, in_address_bar]);
}
