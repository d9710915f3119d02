import { readSqlSources, type SqlSources } from "./extract.ts";
import { QUEUE_FILES, queryFindings } from "./query-rules.ts";
import { schemaFindings } from "./schema-rules.ts";
import { tokensOf } from "./tokens.ts";

/** What was found and how much was looked at. */
export interface SqlCheck {
	findings: string[];
	saw: { statements: number; files: number; tables: number };
}

const QUEUE = "packages/hub/src/delivery/queue.ts";
const STORAGE = /^packages\/hub\/src\/storage\//;
/** `SELECT 1` to see whether the database answers is nobody's table. */
const TOUCHES_TABLES = /\b(from|into|update|table|index|truncate|call)\b/;
const MARKER = /^DELETE FROM commit_marker WHERE false$/;

/**
 * Hold every SQL statement of the hub to the rules that keep distribution by tenant a setting (docs/adr, plain SQL):
 * it needs no database and no cluster. A statement that must cross tenants says why in a comment within itself,
 * `-- cross-tenant: the operator's list`.
 */
export function checkSql(root: string): SqlCheck {
	const sources = readSqlSources(root);
	const findings = [...codeFindings(sources)];
	for (const { path, line, text } of sources.statements) {
		const tokens = tokensOf(text);
		const subject = {
			path,
			text,
			tokens,
			line: tokens.map(({ value }) => value).join(" "),
			placement: sources.placement,
		};
		const own = new Set([...schemaFindings(subject), ...queryFindings(subject)]);
		if (!STORAGE.test(path) && !QUEUE_FILES.test(path) && TOUCHES_TABLES.test(subject.line))
			own.add("SQL outside of storage/");
		for (const finding of own) findings.push(`${path}:${line}  ${finding}`);
	}
	const { statements, files, placement } = sources;
	return { findings, saw: { statements: statements.length, files, tables: placement.size } };
}

/** Rule 1 as far as it is about code: who opens a transaction that sends a job, and that it ends with the marker. */
function codeFindings({ statements, queue_imports, nested_transactions }: SqlSources): string[] {
	const findings = queue_imports
		.filter(({ path }) => path !== QUEUE)
		.map(({ path, line }) => `${path}:${line}  rule 1: only ${QUEUE} may import pg-boss`);
	for (const { path, line } of nested_transactions) {
		findings.push(`${path}:${line}  rule 1: a transaction inside a transaction commits on its own`);
	}
	const is_used = queue_imports.some(({ path }) => path === QUEUE);
	if (is_used && !statements.some(({ path, text }) => QUEUE_FILES.test(path) && MARKER.test(text.trim()))) {
		findings.push(`${QUEUE}:1  rule 1: no transaction ends with DELETE FROM commit_marker WHERE false`);
	}
	return findings;
}
