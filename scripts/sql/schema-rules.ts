import type { Subject } from "./query-rules.ts";

const FORBIDDEN: readonly [RegExp, string][] = [
	[/\bcreate (?:or replace )?(?:constraint )?trigger\b/, "rule 6: a trigger"],
	[/\bcreate (?:or replace )?(?:function|procedure)\b/, "rule 6: a function in the database"],
	[/\bon (?:delete|update) set (?:null|default)\b/, "rule 6: a foreign key that sets to NULL"],
	[/^merge into\b|\bmerge into \w+ .*\busing\b/, "rule 6: MERGE; use ON CONFLICT"],
	[/\bctid\b/, "rule 6: ctid; work through keys in batches"],
	[/\bprepare transaction\b/, "rule 6: PREPARE TRANSACTION"],
	[/\bpg_(?:try_)?advisory_\w+/, "rule 6: an advisory lock; use a lease row"],
	[
		/\b(?:small|big)?serial\b|\bgenerated (?:always|by default) as identity\b|\bcreate sequence\b/,
		"rule 6: a sequence; ids come from Node",
	],
	[/\bdeferrable\b/, "rule 6: a deferrable constraint"],
	[/\bcreate (?:unique )?index (?:concurrently )?on\b/, "rule 6: an index without a name"],
];

/** The rules of distribution for what makes and changes tables; some hold for every statement. */
export function schemaFindings(subject: Subject): string[] {
	const { line } = subject;
	const findings = FORBIDDEN.filter(([pattern]) => pattern.test(line)).map(([, text]) => text);
	const commands = line.split(" ; ").filter((command) => command.replaceAll(";", "").trim() !== "");
	if (commands.length > 1) findings.push("rule 6: several commands in one text");
	if (/^create table\b/.test(line)) findings.push(...createdTable(subject));
	if (/^create unique index\b/.test(line)) findings.push(...uniqueIndex(subject));
	if (/^alter table\b/.test(line)) findings.push(...alteredTable(subject));
	return findings;
}

function placeOf({ placement }: Subject, table: string): string | undefined {
	return placement.get(table);
}

/** Rule 5: a table first, its place second, its foreign keys last. Rule 4: the tenant leads the key. */
function createdTable(subject: Subject): string[] {
	const { line } = subject;
	const table = /^create table (?:if not exists )?(\w+)/.exec(line)?.[1] ?? "";
	const findings: string[] = [];
	if (placeOf(subject, table) === undefined) findings.push(`rule 5: ${table} has no place in storage/placement.ts`);
	if (/\breferences\b/.test(line)) findings.push(`rule 5: ${table} is made with a foreign key; add it by ALTER TABLE`);
	const unnamed = [...line.matchAll(/(?<!constraint \w+ )\b(primary key|unique|foreign key|check)\b/g)];
	if (unnamed.length > 0) findings.push(`rule 6: a constraint of ${table} without a name`);
	if (placeOf(subject, table) !== "tenant") return findings;
	if (!/\bprimary key \( org_id\b/.test(line))
		findings.push(`rule 4: the primary key of ${table} does not lead with org_id`);
	for (const [, columns = ""] of line.matchAll(/\bunique \(([^)]*)\)/g)) {
		if (!/\borg_id\b/.test(columns)) findings.push(`rule 4: a unique constraint of ${table} without org_id`);
	}
	return findings;
}

function uniqueIndex(subject: Subject): string[] {
	const [, index = "", table = "", columns = ""] =
		/^create unique index (?:concurrently )?(?:if not exists )?(\w+) on (\w+)(?: using \w+)? \((.*?)\)/.exec(
			subject.line,
		) ?? [];
	return placeOf(subject, table) === "tenant" && !/\borg_id\b/.test(columns)
		? [`rule 4: the unique index ${index} without org_id`]
		: [];
}

function alteredTable(subject: Subject): string[] {
	const { line } = subject;
	const table = /^alter table (?:if exists )?(?:only )?(\w+)/.exec(line)?.[1] ?? "";
	const place = placeOf(subject, table);
	const findings: string[] = [];
	if (place === undefined) findings.push(`rule 5: ${table} has no place in storage/placement.ts`);
	if (
		/(?<!constraint \w+ )\b(foreign key|primary key|unique|check) \(/.test(line) ||
		/\badd column .*\breferences\b/.test(line)
	) {
		findings.push(`rule 6: a constraint of ${table} without a name`);
	}
	if (place === "tenant" && /\b(?:primary key|unique) \((?![^)]*\borg_id\b)/.test(line)) {
		findings.push(`rule 4: a key of ${table} without org_id`);
	}
	const key = /\bforeign key \(([^)]*)\) references (\w+) \(([^)]*)\)/.exec(line);
	if (!key) return findings;
	const [, columns = "", target = "", targets = ""] = key;
	const target_place = placeOf(subject, target);
	if (place !== "tenant" || target_place === "local" || target_place === undefined) {
		findings.push(`rule 5: ${table} (${place}) must not refer to ${target} (${target_place})`);
	} else if (target_place === "tenant" && !(/\borg_id\b/.test(columns) && /\borg_id\b/.test(targets))) {
		findings.push(`rule 4: the foreign key from ${table} to ${target} without org_id`);
	}
	return findings;
}
