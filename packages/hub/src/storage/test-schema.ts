import type { Sql } from "./database.ts";

interface TableRow {
	name: string;
	columns: string[];
	constraints: string[];
	foreign_keys: string[];
	indexes: string[];
}

/** NOT NULL is a constraint of its own since PostgreSQL 18 ('n') and stands with its column here, as before. */
const TABLES = `
SELECT c.relname AS name,
  ARRAY(SELECT format('%I %s', a.attname, format_type(a.atttypid, a.atttypmod))
      || CASE WHEN a.attnotnull THEN ' NOT NULL' ELSE '' END
      || coalesce(' DEFAULT ' || pg_get_expr(d.adbin, d.adrelid), '')
    FROM pg_attribute a LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
    WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum) AS columns,
  ARRAY(SELECT format('CONSTRAINT %I %s', k.conname, pg_get_constraintdef(k.oid))
    FROM pg_constraint k WHERE k.conrelid = c.oid AND k.contype NOT IN ('f', 'n') ORDER BY k.conname) AS constraints,
  ARRAY(SELECT format('CONSTRAINT %I %s', k.conname, pg_get_constraintdef(k.oid))
    FROM pg_constraint k WHERE k.conrelid = c.oid AND k.contype = 'f' ORDER BY k.conname) AS foreign_keys,
  ARRAY(SELECT pg_get_indexdef(i.indexrelid) FROM pg_index i JOIN pg_class n ON n.oid = i.indexrelid
    WHERE i.indrelid = c.oid AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = i.indexrelid AND k.contype <> 'f')
    ORDER BY n.relname) AS indexes
FROM pg_class c WHERE c.relkind IN ('r', 'p') AND c.relnamespace = 'public'::regnamespace ORDER BY c.relname COLLATE "C"`;

/** What the hub does without (distributed.md rule 6): named here, so that one that slipped in shows in the golden file. */
const STRANGERS = `
SELECT 'trigger ' || tgname AS stranger FROM pg_trigger WHERE NOT tgisinternal
UNION ALL SELECT 'function ' || proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace
UNION ALL SELECT 'relation ' || relname FROM pg_class
  WHERE relkind NOT IN ('r', 'p', 'i', 't') AND relnamespace = 'public'::regnamespace
ORDER BY 1`;

/**
 * The schema of a database as SQL text that is the same for the same schema on every supported version of PostgreSQL:
 * read from the catalogs, in a fixed order, foreign keys last.
 */
export async function describeSchema(sql: Sql): Promise<string> {
	const tables = await sql.query<TableRow>(TABLES);
	const strangers = await sql.query<{ stranger: string }>(STRANGERS);
	const blocks = tables.map(({ name, columns, constraints, indexes }) =>
		[
			`CREATE TABLE ${name} (\n  ${[...columns, ...constraints].join(",\n  ")}\n);`,
			...indexes.map((index) => `${index.replace(" ON public.", " ON ")};`),
		].join("\n"),
	);
	const keys = tables.flatMap(({ name, foreign_keys }) => foreign_keys.map((key) => `ALTER TABLE ${name} ADD ${key};`));
	return [...blocks, keys.join("\n"), strangers.map(({ stranger }) => `-- not allowed: ${stranger}`).join("\n")]
		.filter((block) => block !== "")
		.join("\n\n")
		.concat("\n");
}
