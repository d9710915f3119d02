import { parseSync } from "oxc-parser";

/** A test that says which rules of the contract it covers. */
export interface Citation {
	line: number;
	title: string;
	rules: readonly string[];
}

/** What one test file says about the contract. `problems` are citations that prove nothing. */
export interface Cited {
	citations: Citation[];
	tests: number;
	problems: { line: number; text: string }[];
}

interface Node {
	type: string;
	start: number;
	end: number;
	// biome-ignore lint/suspicious/noExplicitAny: a syntax tree of some hundred node types, read in a few places
	[field: string]: any;
}

/** A test that covers more than this covers none of it closely. */
const MOST_RULES = 10;
const MARK = /^\s*covers:\s*(.*)$/;
const ASSERTION = /\bexpect\w*\s*[.(]|\bfc\.assert\(/;

/**
 * Read the citations of a test file: a comment `covers: A.1 exp, F-2` on the lines directly above a call of `test`. A citation
 * that stands above anything else, above a test that is switched off or asserts nothing, or that names nothing is a problem.
 */
export function readCitations(path: string, text: string): Cited {
	const { program, comments } = parseSync(path, text);
	const lineOf = (start: number) => text.slice(0, start).split("\n").length;
	const calls: Node[] = [];
	const functions = new Map<string, string>();
	visit(program as unknown as Node, (node) => {
		if (node.type === "CallExpression" && isTest(node.callee)) calls.push(node);
		if (node.type === "FunctionDeclaration" && node.id != null) functions.set(node.id.name, slice(node));
		if (node.type === "VariableDeclarator" && node.id.type === "Identifier" && node.init != null)
			functions.set(node.id.name, slice(node));
	});
	function slice(node: Node): string {
		return text.slice(node.start, node.end);
	}

	const cited: Cited = { citations: [], tests: calls.length, problems: [] };
	for (const comment of comments) {
		const words = MARK.exec(comment.value)?.[1];
		if (comment.type !== "Line" || words === undefined) continue;
		const line = lineOf(comment.start);
		const call = calls.find((node) => {
			const start = statementStart(text, node.start);
			return start >= comment.end && text.slice(comment.end, start).trim() === "";
		});
		const rules = words.split(",").map((rule) => rule.trim());
		const problem = fault(call, rules);
		if (call === undefined || problem !== undefined) cited.problems.push({ line, text: problem ?? "" });
		else cited.citations.push({ line: lineOf(call.start), title: titleOf(call), rules });
	}
	return cited;

	function fault(call: Node | undefined, rules: readonly string[]): string | undefined {
		if (call === undefined) return "a citation stands directly above a test";
		if (/\.(?:runIf|skipIf|concurrent)\b/.test(slice(call.callee))) return "a test that may not run covers nothing";
		if (rules.includes("")) return "a citation names its rules, with a comma between them";
		if (rules.length > MOST_RULES) return `a test that covers more than ${MOST_RULES} rules covers none closely`;
		if (!asserts(call.arguments.map(slice).join("\n"), functions)) return "the test asserts nothing";
		return undefined;
	}
}

/** Whether some text, or a function of the same file that it names, holds an assertion. */
function asserts(text: string, functions: ReadonlyMap<string, string>, seen = new Set<string>()): boolean {
	if (ASSERTION.test(text)) return true;
	return [...functions].some(([name, body]) => {
		if (seen.has(name) || !new RegExp(`\\b${name}\\b`).test(text)) return false;
		seen.add(name);
		return asserts(body, functions, seen);
	});
}

/** `test(…)`, `test.each(…)(…)`, `test.for(…)(…)`: the call that has the title. */
function isTest(callee: Node): boolean {
	if (callee.type === "Identifier") return callee.name === "test" || callee.name === "it";
	return callee.type === "CallExpression" && callee.callee.type === "MemberExpression" && isTest(callee.callee.object);
}

function titleOf(call: Node): string {
	const [title] = call.arguments as Node[];
	if (title?.type === "Literal") return String(title.value);
	return title?.type === "TemplateLiteral" ? title.quasis.map((part: Node) => part.value.raw).join("…") : "";
}

/** Where the statement of a call begins: a test may be awaited or returned. */
function statementStart(text: string, start: number): number {
	const before = /(?:await|return|void)\s+$/.exec(text.slice(Math.max(0, start - 12), start));
	return start - (before?.[0].length ?? 0);
}

function visit(node: Node, look: (node: Node) => void): void {
	look(node);
	for (const value of Object.values(node)) {
		for (const child of Array.isArray(value) ? value : [value]) {
			if (child !== null && typeof child === "object" && typeof child.type === "string") visit(child, look);
		}
	}
}
