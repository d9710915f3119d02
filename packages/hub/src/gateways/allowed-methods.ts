/** The routes of the hub as patterns, to tell "no such path" (404) from "not with this method" (405 with Allow). */
export interface RouteTable {
	add(methods: string | readonly string[], pattern: string): void;
	/** Methods of the patterns that match this path, sorted; empty when none does. */
	methodsFor(path: string): string[];
}

/** Makes an empty table; patterns are Fastify's: `:name` is one segment, a last `*` the rest. */
export function createRouteTable(): RouteTable {
	const routes = new Map<string, { segments: string[]; methods: Set<string> }>();
	return {
		add(methods, pattern) {
			const route = routes.get(pattern) ?? { segments: pattern.split("/"), methods: new Set<string>() };
			for (const method of [methods].flat()) route.methods.add(method);
			routes.set(pattern, route);
		},
		methodsFor(path) {
			const segments = path.split("/");
			const found = [...routes.values()].filter((route) => matches(route.segments, segments));
			return [...new Set(found.flatMap((route) => [...route.methods]))].sort();
		},
	};
}

function matches(pattern: readonly string[], path: readonly string[]): boolean {
	const takes_rest = pattern.at(-1) === "*";
	if (takes_rest ? path.length < pattern.length : path.length !== pattern.length) return false;
	return pattern.every((part, at) => part === "*" || (part.startsWith(":") ? path[at] !== "" : part === path[at]));
}
