/**
 * The circles of a directed graph: one list of nodes for each strongly connected part with more than one member, or
 * with an edge to itself. Each list is a real walk around (every node leads to the next, the last to the first), and
 * starts at its smallest name, so that the message stays the same from run to run.
 */
export function findCycles(graph: ReadonlyMap<string, readonly string[]>): string[][] {
	return strongParts(graph)
		.map((part) => shortestWalk(graph, part))
		.filter((walk) => walk.length > 0)
		.sort((a, b) => (a[0] ?? "").localeCompare(b[0] ?? ""));
}

/** Tarjan's strongly connected components. */
function strongParts(graph: ReadonlyMap<string, readonly string[]>): string[][] {
	const order = new Map<string, number>();
	const open: string[] = [];
	const isOpen = new Set<string>();
	const parts: string[][] = [];

	const visit = (node: string): number => {
		const index = order.size;
		order.set(node, index);
		let lowest = index;
		open.push(node);
		isOpen.add(node);
		for (const next of graph.get(node) ?? []) {
			if (!order.has(next)) lowest = Math.min(lowest, visit(next));
			else if (isOpen.has(next)) lowest = Math.min(lowest, order.get(next) ?? index);
		}
		if (lowest === index) {
			const part = open.splice(open.indexOf(node));
			for (const member of part) isOpen.delete(member);
			parts.push(part);
		}
		return lowest;
	};
	for (const node of graph.keys()) if (!order.has(node)) visit(node);
	return parts;
}

/** The shortest way around inside one part, from its smallest member back to itself; empty if there is none. */
function shortestWalk(graph: ReadonlyMap<string, readonly string[]>, part: readonly string[]): string[] {
	const members = new Set(part);
	const start = [...part].sort()[0];
	if (start === undefined) return [];
	const walks: string[][] = [[start]];
	const seen = new Set<string>();
	for (const walk of walks) {
		for (const next of graph.get(walk.at(-1) ?? start) ?? []) {
			if (next === start) return walk;
			if (!members.has(next) || seen.has(next)) continue;
			seen.add(next);
			walks.push([...walk, next]);
		}
	}
	return [];
}
