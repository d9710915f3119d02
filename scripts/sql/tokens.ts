/** One token of a statement. Words are lower-case; `hole` is what code fills in at run time and the gate cannot see. */
export interface Token {
	kind: "word" | "text" | "parameter" | "number" | "symbol" | "hole";
	value: string;
}

/** Stands in the text for an interpolation whose value is not known before run time. */
export const HOLE = "\uFFFC";

const TOKEN =
	/(?<comment>--[^\n]*|\/\*[\s\S]*?\*\/)|(?<text>'(?:[^']|'')*'|\$(?<tag>[A-Za-z_]\w*)?\$[\s\S]*?\$\k<tag>\$)|"(?<name>(?:[^"]|"")*)"|(?<parameter>\$\d+)|(?<word>[A-Za-z_]\w*)|(?<number>\d+(?:\.\d+)?)|(?<hole>\uFFFC)|(?<symbol>::|<=|>=|<>|!=|\|\||[^\s])/g;

/** Cut a statement into tokens, without its comments. */
export function tokensOf(sql: string): Token[] {
	const tokens: Token[] = [];
	for (const { groups = {} } of sql.matchAll(TOKEN)) {
		if (groups.comment !== undefined) continue;
		if (groups.name !== undefined) tokens.push({ kind: "word", value: groups.name });
		else if (groups.word !== undefined) tokens.push({ kind: "word", value: groups.word.toLowerCase() });
		else {
			const kind = (["text", "parameter", "number", "hole", "symbol"] as const).find(
				(name) => groups[name] !== undefined,
			);
			if (kind !== undefined) tokens.push({ kind, value: groups[kind] as string });
		}
	}
	return tokens;
}

/** The reason in `-- cross-tenant: reason` or in the other form of comment; empty when none is given. */
export function crossTenantReason(sql: string): string | undefined {
	return /(?:--|\/\*)\s*cross-tenant:([^\n*]*)/.exec(sql)?.[1]?.trim();
}
