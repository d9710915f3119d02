import { readFileSync } from "node:fs";
import { parseSync } from "oxc-parser";
import { isTestFile, sourceFiles } from "../source-files.ts";
import { HOLE, tokensOf } from "./tokens.ts";

/** One SQL statement as it stands in the code. */
export interface Statement {
	path: string;
	line: number;
	text: string;
}

/** What the gate looks at: statements, the places that open transactions, and who imports the queue's library. */
export interface SqlSources {
	files: number;
	statements: Statement[];
	/** A transaction that is opened inside another one. */
	nested_transactions: { path: string; line: number }[];
	queue_imports: { path: string; line: number }[];
	/** Table to `tenant`, `reference` or `local`, from storage/placement.ts. */
	placement: Map<string, string>;
}

interface Node {
	type: string;
	start: number;
	// biome-ignore lint/suspicious/noExplicitAny: a syntax tree of some hundred node types, read in a dozen places
	[field: string]: any;
}

const SOURCE = /^packages\/hub\/src\/.*\.ts$/;
const MIGRATION = /^packages\/hub\/src\/storage\/migrations\/.*\.sql$/;
const PLACEMENT = "packages/hub/src/storage/placement.ts";

/** How a statement begins. Capitals tell it from prose, the second word from an HTTP method. */
const BEGINNING =
	/^(SELECT\s|INSERT INTO\s|UPDATE\s+\S+(\s+(AS\s+)?\w+)?\s+SET\s|DELETE FROM\s|WITH\s+(RECURSIVE\s+)?\w+\s*(\(|AS\b)|MERGE INTO\s|VALUES\s*\(|TRUNCATE\s|COPY\s|LOCK TABLE\s|CALL\s|DO\s+\$|REFRESH\s|PREPARE\s|(CREATE|ALTER|DROP)\s+(OR REPLACE\s+)?(TABLE|UNIQUE|INDEX|SCHEMA|TRIGGER|CONSTRAINT|FUNCTION|PROCEDURE|SEQUENCE|VIEW|MATERIALIZED|TYPE|EXTENSION|DATABASE|ROLE|RULE|POLICY)\b)/;

/** Read every statement of the hub: strings and templates in its code, and its migrations. Tests may do as they like. */
export function readSqlSources(root: string): SqlSources {
	const sources: SqlSources = {
		files: 0,
		statements: [],
		nested_transactions: [],
		queue_imports: [],
		placement: new Map(),
	};
	for (const path of sourceFiles(root)) {
		if (isTestFile(path)) continue;
		const before = sources.statements.length;
		if (SOURCE.test(path)) readCode(path, readFileSync(`${root}/${path}`, "utf8"), sources);
		else if (MIGRATION.test(path)) readMigration(path, readFileSync(`${root}/${path}`, "utf8"), sources);
		if (sources.statements.length > before) sources.files += 1;
	}
	return sources;
}

/** The commands of a migration, each with the line that it begins on. */
function readMigration(path: string, text: string, sources: SqlSources): void {
	let start = 0;
	for (const [end] of commandEnds(text)) {
		const command = text.slice(start, end);
		const blank = /^(\s|--[^\n]*\n|\/\*[\s\S]*?\*\/)*/.exec(command)?.[0].length ?? 0;
		if (tokensOf(command).length > 0) {
			sources.statements.push({ path, line: lineAt(text, start + blank), text: command });
		}
		start = end + 1;
	}
}

function* commandEnds(text: string): Generator<[number]> {
	for (const match of text.matchAll(/--[^\n]*|\/\*[\s\S]*?\*\/|'(?:[^']|'')*'|\$(\w*)\$[\s\S]*?\$\1\$|;/g)) {
		if (match[0] === ";") yield [match.index];
	}
	yield [text.length];
}

function readCode(path: string, text: string, sources: SqlSources): void {
	const program = parseSync(path, text).program as unknown as Node;
	const constants = topLevelConstants(program);
	const fragments = fragmentsOf(program);
	if (path === PLACEMENT) readPlacement(constants, sources.placement);
	visit(program, (node) => {
		if (node.type === "ImportDeclaration" && node.source.value === "pg-boss" && node.importKind !== "type") {
			sources.queue_imports.push({ path, line: lineAt(text, node.start) });
		}
		if (isTransaction(node)) {
			for (const argument of node.arguments) {
				visit(argument, (inner) => {
					if (isTransaction(inner)) sources.nested_transactions.push({ path, line: lineAt(text, inner.start) });
					return true;
				});
			}
		}
		if (node.type === "VariableDeclarator" && fragments.has(node.id.name)) return false;
		if (!["Literal", "TemplateLiteral", "BinaryExpression"].includes(node.type)) return true;
		const value = textOf(node, constants);
		const trimmed = value?.trimStart().replace(/^(--[^\n]*\n\s*|\/\*[\s\S]*?\*\/\s*)+/, "") ?? "";
		if (!BEGINNING.test(trimmed)) return true;
		sources.statements.push({ path, line: lineAt(text, node.start), text: value as string });
		return false;
	});
}

function isTransaction(node: Node): boolean {
	return (
		node.type === "CallExpression" &&
		node.callee.type === "MemberExpression" &&
		node.callee.property.name === "transaction" &&
		node.arguments.length > 0
	);
}

function topLevelConstants(program: Node): Map<string, Node> {
	const constants = new Map<string, Node>();
	for (const statement of program.body as Node[]) {
		const declaration = statement.type === "ExportNamedDeclaration" ? statement.declaration : statement;
		if (declaration?.type !== "VariableDeclaration" || declaration.kind !== "const") continue;
		for (const { id, init } of declaration.declarations) if (init) constants.set(id.name, init);
	}
	return constants;
}

/** Constants that are only ever filled into other texts: those texts are looked at whole, each with its own ending. */
function fragmentsOf(program: Node): Set<string> {
	const filled = new Set<string>();
	const used = new Set<string>();
	visit(program, (node) => {
		if (node.type === "TemplateLiteral")
			for (const { type, name } of node.expressions) if (type === "Identifier") filled.add(name);
		if (node.type === "CallExpression")
			for (const { type, name } of node.arguments) if (type === "Identifier") used.add(name);
		return true;
	});
	return new Set([...filled].filter((name) => !used.has(name)));
}

/** The text of an expression, with holes where it is not fixed; undefined where it is no text at all. */
function textOf(node: Node, constants: ReadonlyMap<string, Node>): string | undefined {
	switch (node.type) {
		case "Literal":
			return typeof node.value === "string" ? node.value : undefined;
		case "TemplateLiteral":
			return (node.quasis as Node[])
				.map((quasi, index) => {
					const filled: Node | undefined = node.expressions[index];
					return quasi.value.cooked + (filled === undefined ? "" : (textOf(filled, constants) ?? HOLE));
				})
				.join("");
		case "BinaryExpression": {
			if (node.operator !== "+") return undefined;
			const [left, right] = [textOf(node.left, constants), textOf(node.right, constants)];
			return left === undefined && right === undefined ? undefined : `${left ?? HOLE}${right ?? HOLE}`;
		}
		case "TSAsExpression":
		case "TSSatisfiesExpression":
			return textOf(node.expression, constants);
		case "Identifier": {
			const constant = constants.get(node.name);
			return constant === undefined ? undefined : textOf(constant, constants);
		}
		case "CallExpression":
			return joinedList(node, constants);
		default:
			return undefined;
	}
}

/** `COLUMNS.join(", ")` where COLUMNS is a constant list. */
function joinedList(call: Node, constants: ReadonlyMap<string, Node>): string | undefined {
	if (call.callee.type !== "MemberExpression" || call.callee.property.name !== "join") return undefined;
	let list: Node | undefined = constants.get(call.callee.object.name);
	while (list?.type === "TSAsExpression" || list?.type === "TSSatisfiesExpression") list = list.expression as Node;
	if (list?.type !== "ArrayExpression") return undefined;
	const separator = call.arguments[0]?.value;
	return (list.elements as Node[]).map((element) => textOf(element, constants) ?? HOLE).join(separator ?? ",");
}

function readPlacement(constants: ReadonlyMap<string, Node>, placement: Map<string, string>): void {
	let record = constants.get("PLACEMENT");
	while (record?.type === "TSAsExpression" || record?.type === "TSSatisfiesExpression")
		record = record.expression as Node;
	for (const { key, value } of record?.properties ?? [])
		placement.set(key.name ?? key.value, value.value ?? value.expression?.value);
}

/** Walk a tree; a visitor that answers false has seen enough of this branch. */
function visit(node: Node, visitor: (node: Node) => boolean): void {
	if (!visitor(node)) return;
	for (const child of Object.values(node)) {
		for (const item of Array.isArray(child) ? child : [child]) {
			if (typeof item === "object" && item !== null && typeof item.type === "string") visit(item, visitor);
		}
	}
}

function lineAt(text: string, offset: number): number {
	return text.slice(0, offset).split("\n").length;
}
