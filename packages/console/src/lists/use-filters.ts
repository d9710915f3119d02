import { useMemo } from "react";
import { useNavigation } from "../navigation/navigation.tsx";

/** Filters of a list, kept in the address. */
export interface Filters<Name extends string> {
	values: Readonly<Record<Name, string>>;
	set(name: Name, value: string): void;
	/** How many are set. */
	count: number;
	clear(): void;
}

/** The filters of these names, as the address has them; "" where one is not set. */
export function useFilters<const Name extends string>(names: readonly Name[]): Filters<Name> {
	const { search, setSearch } = useNavigation();
	const list = names.join(" ");
	return useMemo(() => {
		const all = list.split(" ") as Name[];
		const values = Object.fromEntries(all.map((name) => [name, search[name] ?? ""])) as Record<Name, string>;
		return {
			values,
			set: (name, value) => setSearch({ [name]: value }),
			count: all.filter((name) => values[name] !== "").length,
			clear: () => setSearch(Object.fromEntries(all.map((name) => [name, undefined]))),
		};
	}, [list, search, setSearch]);
}
