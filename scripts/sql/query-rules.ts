import type { Scope, Source } from "./scopes.ts";
import { scopesOf } from "./scopes.ts";
import { crossTenantReason, HOLE, type Token } from "./tokens.ts";

/** What every rule gets to see of one statement. */
export interface Subject {
	path: string;
	text: string;
	tokens: readonly Token[];
	/** The tokens as one lower-case line, single blanks between them; texts and parameters as they are. */
	line: string;
	placement: ReadonlyMap<string, string>;
}

/** The queue and the two statements of it that stand in files of their own. */
export const QUEUE_FILES = /^packages\/hub\/src\/delivery\/(queue|job-transaction|claim|next-runs|orphans)\.ts$/;
const FROM_THE_CLOCK =
	/\b(now|random|clock_timestamp|statement_timestamp|transaction_timestamp|timeofday|gen_random_uuid|uuidv4|uuidv7|nextval) \(|\b(current_timestamp|current_date|current_time|localtime|localtimestamp)\b/;
const LOCKING = /\bfor (update|share|no key update|key share)\b|\bskip locked\b/;

/** The rules of distribution for statements that read and write rows; each answer is one finding. */
export function queryFindings(subject: Subject): string[] {
	const { line, text } = subject;
	const scopes = scopesOf(subject.tokens);
	const reason = crossTenantReason(text);
	const findings = [...marker(subject), ...queueTables(subject, scopes), ...values(line), ...unnested(subject, scopes)];
	if (reason === "") findings.push("rule 4: the cross-tenant comment gives no reason");
	const tenantless = reason === undefined ? missingTenants(subject, scopes) : [];
	findings.push(...tenantless, ...inserts(subject, scopes));
	const is_claim = QUEUE_FILES.test(subject.path) && /\bpgboss \. \w/.test(line);
	if (LOCKING.test(line) && !is_claim) {
		const is_held = scopes.some((scope) => scope.sources.some((source) => isTenant(subject, source)));
		if (reason !== undefined || !is_held) findings.push("rule 8: rows are locked or claimed only within one tenant");
	}
	return findings;
}

function isTenant({ placement }: Subject, source: Source): boolean {
	return source.table !== undefined && placement.get(source.table) === "tenant";
}

/** Rule 1: the marker belongs to the one function that commits rows together with jobs. */
function marker({ path, line }: Subject): string[] {
	const is_theirs = QUEUE_FILES.test(path) || /^create table\b/.test(line);
	return /\bcommit_marker\b/.test(line) && !is_theirs ? [`rule 1: only the queue touches commit_marker`] : [];
}

/** Rule 9, second half: the queue's own tables stay alone, and nobody but the queue looks at them. */
function queueTables({ path, line, placement }: Subject, scopes: readonly Scope[]): string[] {
	if (!/\bpgboss \. \w/.test(line)) return [];
	const tables = scopes.flatMap((scope) => [...scope.sources.map((source) => source.table), scope.insert?.table]);
	if (tables.some((table) => table !== undefined && placement.has(table))) {
		return ["rule 9: the queue's tables are never joined with ours"];
	}
	return QUEUE_FILES.test(path) ? [] : ["rule 9: only the queue (packages/hub/src/delivery) touches its tables"];
}

/** Rule 7: what is written comes from Node, or two servers write two things. */
function values(line: string): string[] {
	const is_update = /^(with .*\) )?update \w/.test(line) || /\bdo update set\b/.test(line);
	const found = FROM_THE_CLOCK.exec(line)?.[0].replace(" (", "()");
	return is_update && found ? [`rule 7: ${found} in an UPDATE; times and ids come from Node`] : [];
}

/** Rules 4 and 9: every query names the tenant of every table whose rows belong to one, joined tables too. */
function missingTenants(subject: Subject, scopes: readonly Scope[]): string[] {
	const findings: string[] = [];
	for (const scope of scopes) {
		for (const source of scope.sources) {
			if (source.table === HOLE) findings.push("rule 4: the name of a table is filled in at run time");
			if (!isTenant(subject, source) || source.is_anchored) continue;
			const others = scope.sources.filter((other) => other !== source && isTenant(subject, other));
			findings.push(
				others.length > 0
					? `rule 9: ${source.name}.org_id is held equal to nothing that is known; join on org_id too`
					: `rule 4: ${source.table} without org_id = $n`,
			);
		}
		const update = /\bset (?:[^)]*, )?org_id =/.test(subject.line);
		if (update && scope.parent === undefined) findings.push("rule 4: the tenant of a row never changes");
	}
	return findings;
}

/** Rules 4 and 10 for what is inserted. */
function inserts(subject: Subject, scopes: readonly Scope[]): string[] {
	return scopes.flatMap((scope) => {
		const { insert } = scope;
		if (!insert || subject.placement.get(insert.table) !== "tenant") return [];
		const position = insert.columns.indexOf("org_id");
		if (position < 0) return [`rule 4: ${insert.table} gets a row without org_id`];
		const item = insert.selected[position];
		if (item === undefined) return [];
		const is_constant = item[0]?.kind === "parameter" || item[0]?.kind === "text";
		const from = scope.sources.find((source) => source.name === item[0]?.value);
		const is_held = from !== undefined && from.form !== "unnest" && from.is_anchored;
		return is_constant || is_held
			? []
			: [`rule 10: org_id of ${insert.table} is not one constant; use multi-row VALUES`];
	});
}

/** Rule 10: an array that carries tenants is many times slower than VALUES once there are several servers. */
function unnested(subject: Subject, scopes: readonly Scope[]): string[] {
	const lists = scopes.flatMap((scope) => scope.sources).filter((source) => source.form === "unnest");
	const is_ours = scopes.some(
		(scope) =>
			scope.sources.some((source) => isTenant(subject, source)) ||
			subject.placement.get(scope.insert?.table ?? "") === "tenant",
	);
	return is_ours && lists.some((list) => list.columns.includes("org_id"))
		? ["rule 10: unnest over tenants; use multi-row VALUES"]
		: [];
}
