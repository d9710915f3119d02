import { parseSync } from "oxc-parser";

/**
 * `value` and `type` are imports that the language makes; `resolve` only asks where a module or a file lies
 * (`import.meta.resolve("x")`, `new URL("./x", import.meta.url)`), as one does to start it as a process.
 */
export type ImportKind = "value" | "type" | "resolve";

/** An import as written. `names` are the imported names; "*" and "default" stand for those forms. */
export interface WrittenImport {
	line: number;
	kind: ImportKind;
	specifier: string;
	names: readonly string[];
}

/** What one file says about the world outside it. */
export interface ParsedFile {
	imports: WrittenImport[];
	problems: { line: number; text: string }[];
	default_export_line: number | undefined;
	/** Uses of the global network functions: `fetch`, `WebSocket`, `EventSource`. */
	network_calls: { line: number; text: string }[];
}

interface Node {
	type: string;
	start: number;
	// biome-ignore lint/suspicious/noExplicitAny: a syntax tree of some hundred node types, read in a dozen places
	[field: string]: any;
}

/** The one file that loads what no source is: the bundle, which was made from modules that are checked. */
const BUNDLE_LOADER = "packages/hub/src/bundle.ts";
const NETWORK_GLOBALS = new Set(["fetch", "WebSocket", "EventSource", "XMLHttpRequest"]);
const GLOBAL_OBJECTS = new Set(["globalThis", "window", "self", "global"]);

/** Read the imports of one TypeScript or JavaScript file. Type imports count: an upward type import is still upward. */
export function parseImports(path: string, text: string): ParsedFile {
	const { program, errors } = parseSync(path, text);
	const parsed: ParsedFile = { imports: [], problems: [], default_export_line: undefined, network_calls: [] };
	const lineOf = (node: { start: number }) => text.slice(0, node.start).split("\n").length;
	for (const error of errors) {
		parsed.problems.push({ line: lineOf(error.labels[0] ?? { start: 0 }), text: `cannot be read: ${error.message}` });
	}
	const add = (node: Node, kind: ImportKind, source: Node, names: string[]) =>
		parsed.imports.push({ line: lineOf(node), kind, specifier: source.value, names });

	walk(program as unknown as Node, undefined, "", (node, parent, field) => {
		switch (node.type) {
			case "ImportDeclaration":
				add(node, isTypeOnly(node, "importKind") ? "type" : "value", node.source, node.specifiers.map(importedName));
				break;
			case "ExportAllDeclaration":
			case "ExportNamedDeclaration":
				if (node.source != null) {
					const names = node.specifiers?.map((specifier: Node) => specifier.local.name) ?? ["*"];
					add(node, isTypeOnly(node, "exportKind") ? "type" : "value", node.source, names);
				}
				if (node.specifiers?.some((specifier: Node) => specifier.exported.name === "default")) {
					parsed.default_export_line = lineOf(node);
				}
				break;
			case "ExportDefaultDeclaration":
				parsed.default_export_line = lineOf(node);
				break;
			case "TSImportType":
				add(node, "type", node.source, ["*"]);
				break;
			case "TSImportEqualsDeclaration":
			case "TSExportAssignment":
				parsed.problems.push({ line: lineOf(node), text: "uses import = or export =, which are not ES modules" });
				break;
			case "ImportExpression":
				if (isText(node.source)) add(node, "value", node.source, ["*"]);
				else if (path !== BUNDLE_LOADER)
					parsed.problems.push({ line: lineOf(node), text: "import() of a computed name cannot be checked" });
				break;
			case "CallExpression":
				if (isImportMeta(node.callee, "resolve")) {
					if (isText(node.arguments[0])) add(node, "resolve", node.arguments[0], []);
					else
						parsed.problems.push({
							line: lineOf(node),
							text: "import.meta.resolve() of a computed name cannot be checked",
						});
				}
				if (node.callee.type === "Identifier" && node.callee.name === "require") {
					parsed.problems.push({ line: lineOf(node), text: "require() is not an ES module import" });
				}
				break;
			case "NewExpression":
				if (node.callee.name === "URL" && isText(node.arguments[0]) && isImportMeta(node.arguments[1], "url")) {
					if (node.arguments[0].value.startsWith(".")) add(node, "resolve", node.arguments[0], []);
				}
				break;
			case "MemberExpression":
				if (GLOBAL_OBJECTS.has(node.object.name) && NETWORK_GLOBALS.has(node.property.name ?? node.property.value)) {
					parsed.network_calls.push({ line: lineOf(node), text: `${node.object.name}.${node.property.name}` });
				}
				break;
			case "Identifier":
				if (NETWORK_GLOBALS.has(node.name) && isUse(parent, field)) {
					parsed.network_calls.push({ line: lineOf(node), text: node.name });
				}
				break;
		}
	});
	return parsed;
}

function importedName(specifier: Node): string {
	if (specifier.type === "ImportNamespaceSpecifier") return "*";
	if (specifier.type === "ImportDefaultSpecifier") return "default";
	return specifier.imported.name ?? specifier.imported.value;
}

function isTypeOnly(node: Node, field: "importKind" | "exportKind"): boolean {
	if (node[field] === "type") return true;
	const specifiers: Node[] = node.specifiers ?? [];
	return specifiers.length > 0 && specifiers.every((specifier) => specifier[field] === "type");
}

function isText(node: Node | undefined): boolean {
	return node?.type === "Literal" && typeof node.value === "string";
}

function isImportMeta(node: Node | undefined, property: string): boolean {
	return node?.type === "MemberExpression" && node.object.type === "MetaProperty" && node.property.name === property;
}

/** Whether an identifier in this place reads a variable, rather than naming a field, a parameter or a type. */
function isUse(parent: Node | undefined, field: string): boolean {
	if (parent === undefined) return false;
	if (parent.type.startsWith("TS") && parent.type !== "TSAsExpression" && parent.type !== "TSNonNullExpression")
		return false;
	if (parent.type === "MemberExpression") return field === "object" || parent.computed === true;
	if (parent.type === "Property") return field === "value" && parent.kind === "init";
	if (["MethodDefinition", "PropertyDefinition"].includes(parent.type)) return field === "value";
	return !["params", "id", "label", "local", "imported", "exported"].includes(field);
}

function walk(
	node: Node,
	parent: Node | undefined,
	field: string,
	visit: (n: Node, p: Node | undefined, f: string) => void,
): void {
	visit(node, parent, field);
	for (const [name, child] of Object.entries(node)) {
		for (const item of Array.isArray(child) ? child : [child]) {
			if (typeof item === "object" && item !== null && typeof item.type === "string") walk(item, node, name, visit);
		}
	}
}
