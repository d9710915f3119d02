import { HOLE, type Token } from "./tokens.ts";

/** One table, list or subquery that a query reads or changes. */
export interface Source {
	/** Alias, or the table's own name. */
	name: string;
	/** Name of the table; undefined for `(VALUES …) AS v`, `unnest(…) AS n` and subqueries. */
	table: string | undefined;
	form: "table" | "values" | "unnest" | "query";
	columns: string[];
	/** Its `org_id` is held equal to a value that is known when the statement is planned, directly or through a join. */
	is_anchored: boolean;
}

/** One SELECT, INSERT, UPDATE or DELETE, a subquery and each half of a UNION included. */
export interface Scope {
	parent: Scope | undefined;
	sources: Source[];
	insert: { table: string; columns: string[]; selected: Token[][] } | undefined;
}

interface Group {
	scope: Scope;
	/** The scope itself began here, so that its conditions begin anew. */
	is_scope: boolean;
	start: number;
	clause: string;
	/** A condition in here need not hold: it is negated, or one of several alternatives. */
	is_optional: boolean;
}

interface Equality {
	left: Reference;
	right: Reference | "known";
	groups: Group[];
}

interface Reference {
	scope: Scope;
	qualifier: string | undefined;
}

const QUERY = new Set(["select", "insert", "update", "delete", "with"]);
const CLAUSES = new Set([
	..."select from where set using returning values group order having limit window on into join".split(" "),
	..."offset fetch for".split(" "),
]);
const NO_ALIAS = new Set([
	...CLAUSES,
	..."as inner left right full cross natural union intersect except lateral".split(" "),
]);
const CONDITIONS = new Set(["where", "on"]);

/** Take a statement apart into its queries and their sources, and find out which of them are held to one tenant. */
export function scopesOf(tokens: readonly Token[]): Scope[] {
	const scopes: Scope[] = [];
	const equalities: Equality[] = [];
	const open = (parent: Scope | undefined): Scope => {
		const scope: Scope = { parent, sources: [], insert: undefined };
		scopes.push(scope);
		return scope;
	};
	const groups: Group[] = [{ scope: open(undefined), is_scope: true, start: -1, clause: "", is_optional: false }];
	const word = (at: number) => (tokens[at]?.kind === "word" ? tokens[at].value : undefined);
	const symbol = (at: number) => (tokens[at]?.kind === "symbol" ? tokens[at].value : undefined);

	for (let at = 0; at < tokens.length; at += 1) {
		const group = groups.at(-1) as Group;
		const current = word(at);
		if (symbol(at) === "(") {
			const begins = word(at + 1);
			const is_scope = begins !== undefined && QUERY.has(begins);
			const row = rowReference(at);
			if (row)
				equalities.push({
					left: { scope: group.scope, qualifier: row.qualifier },
					right: "known",
					groups: [...groups],
				});
			groups.push({
				scope: is_scope ? open(group.scope) : group.scope,
				is_scope,
				start: at,
				clause: is_scope ? "" : group.clause,
				is_optional: word(at - 1) === "not",
			});
		} else if (symbol(at) === ")") {
			if (groups.length > 1) groups.pop();
			derivedSource(at, group);
		} else if (current === "union" || current === "intersect" || current === "except") {
			const scope = open(group.scope.parent);
			groups[groups.length - 1] = { ...group, scope, clause: "", is_optional: false };
		} else if (current === "or" && CONDITIONS.has(group.clause)) {
			group.is_optional = true;
		} else if (current !== undefined && CLAUSES.has(current) && !(current === "on" && word(at + 1) === "conflict")) {
			enterClause(at, current, group);
		} else if (symbol(at) === "," && (group.clause === "from" || group.clause === "using")) {
			readTable(at + 1, group.scope);
		} else if (current === "update" && word(at + 1) !== "set" && word(at - 1) !== "for" && word(at - 1) !== "key") {
			readTable(at + 1, group.scope);
		} else if (current === "org_id" && CONDITIONS.has(group.clause)) {
			readEquality(at, group);
		}
	}
	settle(scopes, equalities);
	return scopes;

	function enterClause(at: number, clause: string, group: Group): void {
		if (clause === "from" && word(at - 1) === "distinct") return;
		// the parentheses around a column list or a call do not end the clause outside
		group.clause = clause;
		if (clause === "from" || clause === "join") readTable(at + 1, group.scope);
		if (clause === "join") group.clause = "from";
		if (clause === "using" && symbol(at + 1) === "(") {
			const columns = columnList(at + 1);
			if (columns.includes("org_id")) joinByName(group.scope);
			group.clause = "from";
		} else if (clause === "using") readTable(at + 1, group.scope);
		if (clause === "into") readInsert(at + 1, group.scope);
	}

	function readTable(from: number, scope: Scope): void {
		let at = from;
		while (word(at) === "only" || word(at) === "lateral") at += 1;
		let table = tokens[at]?.kind === "hole" ? HOLE : word(at);
		if (table === undefined || symbol(at + 1) === "(") return;
		if (symbol(at + 1) === ".") {
			table = `${table}.${word(at + 2)}`;
			at += 2;
		}
		const alias_at = word(at + 1) === "as" ? at + 2 : at + 1;
		const alias = word(alias_at);
		const name = alias !== undefined && !NO_ALIAS.has(alias) ? alias : table;
		scope.sources.push({ name, table, form: "table", columns: [], is_anchored: false });
	}

	/** `(VALUES …) AS v (a, b)`, `unnest(…) AS n (a, b)`, `(SELECT …) x`, once their parenthesis closes. */
	function derivedSource(at: number, closed: Group): void {
		const outer = groups.at(-1) as Group;
		const alias_at = word(at + 1) === "as" ? at + 2 : at + 1;
		const name = word(alias_at);
		if (outer.clause !== "from" || name === undefined || NO_ALIAS.has(name)) return;
		const begins = word(closed.start + 1);
		const form = word(closed.start - 1) === "unnest" ? "unnest" : begins === "values" ? "values" : "query";
		outer.scope.sources.push({ name, table: undefined, form, columns: columnList(alias_at + 1), is_anchored: false });
	}

	function readInsert(from: number, scope: Scope): void {
		const qualified = symbol(from + 1) === ".";
		const table = qualified ? `${word(from)}.${word(from + 2)}` : (word(from) ?? "");
		let at = from + (qualified ? 3 : 1);
		if (word(at) === "as") at += 2;
		const columns = columnList(at);
		let select = at;
		while (select < tokens.length && word(select) !== "select" && word(select) !== "values") select += 1;
		scope.insert = { table, columns, selected: word(select) === "select" ? selectList(select + 1) : [] };
	}

	function columnList(at: number): string[] {
		if (symbol(at) !== "(") return [];
		const columns: string[] = [];
		for (let next = at + 1; next < tokens.length && symbol(next) !== ")"; next += 1) {
			const column = word(next);
			if (column !== undefined) columns.push(column);
		}
		return columns;
	}

	function selectList(from: number): Token[][] {
		const items: Token[][] = [[]];
		let depth = 0;
		for (let at = from; at < tokens.length && !(depth === 0 && word(at) === "from"); at += 1) {
			if (symbol(at) === "(") depth += 1;
			if (symbol(at) === ")") depth -= 1;
			if (symbol(at) === "," && depth === 0) items.push([]);
			else items.at(-1)?.push(tokens[at] as Token);
		}
		return items;
	}

	/** `(org_id, order_id) = ($1, $2)` or `(a.org_id, …) IN (…)`, where the list is not a subquery. */
	function rowReference(at: number): { qualifier: string | undefined } | undefined {
		if (!CONDITIONS.has((groups.at(-1) as Group).clause)) return undefined;
		let close = at + 1;
		while (close < tokens.length && symbol(close) !== ")") close += 1;
		const found = tokens.findIndex((token, index) => index > at && index < close && token.value === "org_id");
		const is_list = symbol(close + 1) === "=" || (word(close + 1) === "in" && !QUERY.has(word(close + 3) ?? ""));
		if (found < 0 || !is_list) return undefined;
		return { qualifier: symbol(found - 1) === "." ? word(found - 2) : undefined };
	}

	function readEquality(at: number, group: Group): void {
		const is_qualified = symbol(at - 1) === ".";
		const left = { scope: group.scope, qualifier: is_qualified ? word(at - 2) : undefined };
		if (symbol(at + 1) === "=") {
			const right = operandAt(at + 2, group.scope);
			if (right) equalities.push({ left, right, groups: [...groups] });
		}
		const before = is_qualified ? at - 3 : at - 1;
		if (symbol(before) === "=") {
			const value = symbol(before - 2) === "::" ? before - 3 : before - 1;
			if (isKnown(tokens[value])) equalities.push({ left, right: "known", groups: [...groups] });
		}
	}

	function operandAt(at: number, scope: Scope): Reference | "known" | undefined {
		if (isKnown(tokens[at])) return "known";
		if (word(at) === "org_id") return { scope, qualifier: undefined };
		if (symbol(at + 1) === "." && word(at + 2) === "org_id") return { scope, qualifier: word(at) };
		return undefined;
	}
}

function isKnown(token: Token | undefined): boolean {
	return token?.kind === "parameter" || token?.kind === "text";
}

/** `JOIN … USING (org_id)`: everything read so far is of one tenant. */
function joinByName(scope: Scope): void {
	for (const source of scope.sources) source.columns.push("org_id");
}

/** Spread what is known over the equalities, until nothing new is learned. */
function settle(scopes: readonly Scope[], equalities: readonly Equality[]): void {
	for (const scope of scopes) {
		for (const source of scope.sources) {
			if (source.form === "values" && source.columns.includes("org_id")) source.is_anchored = true;
		}
	}
	const binding = equalities.filter(({ groups }) => !isOptional(groups));
	for (let is_new = true; is_new; ) {
		is_new = false;
		for (const { left, right } of binding) {
			const one = find(left);
			const other = right === "known" ? "known" : find(right);
			if (!one || !other) continue;
			if (!one.is_anchored && (other === "known" || other.is_anchored)) is_new = one.is_anchored = true;
			if (other !== "known" && !other.is_anchored && one.is_anchored) is_new = other.is_anchored = true;
		}
		for (const scope of scopes) {
			const named = scope.sources.filter((source) => source.form === "table" && source.columns.includes("org_id"));
			if (!named.some((source) => source.is_anchored)) continue;
			for (const source of named) if (!source.is_anchored) is_new = source.is_anchored = true;
		}
	}
}

/** Whether a condition may fail without the row being left out; only the parentheses within its own query count. */
function isOptional(groups: readonly Group[]): boolean {
	const own = groups.findLastIndex((group) => group.is_scope);
	return groups.slice(own).some((group) => group.is_optional);
}

function find({ scope, qualifier }: Reference): Source | undefined {
	for (let at: Scope | undefined = scope; at; at = at.parent) {
		if (qualifier !== undefined) {
			const source = at.sources.find(({ name }) => name === qualifier);
			if (source) return source;
			continue;
		}
		const tables = at.sources.filter((source) => source.form === "table");
		if (tables.length > 0) return tables.length === 1 ? tables[0] : undefined;
	}
	return undefined;
}
