import { describe, expect, test } from "vitest";
import { checkSql } from "./sql/rules.ts";
import { plantFiles, runGate } from "./test-planting.ts";

const TABLES = "packages/hub/src/storage/tables";
const MIGRATIONS = "packages/hub/src/storage/migrations";
const QUEUE = "packages/hub/src/delivery/queue.ts";

/** A hub in which every rule holds; each test plants one fault into it. */
const SOUND = {
	"packages/hub/src/storage/placement.ts": `export const PLACEMENT = {
		commit_marker: "local", provider: "reference", route_store: "reference",
		orders: "tenant", order_event: "tenant", location: "tenant",
	} as const;`,
	[QUEUE]: [
		'import { PgBoss } from "pg-boss";',
		'const SCHEMA = "pgboss";',
		"export async function transaction(db, work) {",
		'	return db.transaction(async (sql) => [await work(sql), await sql.query("DELETE FROM commit_marker WHERE false")]);',
		"}",
		"export const reclaim = (sql) => sql.query(`UPDATE §{SCHEMA}.job SET state = 'retry' WHERE name = $1`);",
	]
		.join("\n")
		.replaceAll("§", "$"),
	[`${MIGRATIONS}/0001_init.sql`]: [
		"CREATE TABLE commit_marker (marker smallint);",
		"CREATE TABLE provider (slug text NOT NULL, CONSTRAINT provider_pkey PRIMARY KEY (slug));",
		"CREATE TABLE location (org_id uuid NOT NULL, location_id uuid NOT NULL,",
		"  CONSTRAINT location_pkey PRIMARY KEY (org_id, location_id));",
		"CREATE TABLE orders (org_id uuid NOT NULL, order_id uuid NOT NULL, location_id uuid,",
		"  CONSTRAINT orders_pkey PRIMARY KEY (org_id, order_id));",
		"CREATE UNIQUE INDEX orders_by_location ON orders (org_id, location_id) WHERE location_id IS NOT NULL;",
		"ALTER TABLE orders ADD CONSTRAINT orders_location_fkey FOREIGN KEY (org_id, location_id)",
		"  REFERENCES location (org_id, location_id);",
	].join("\n"),
	[`${TABLES}/order.ts`]: "export const findOrder = (sql) => sql.query('SELECT * FROM orders WHERE org_id = $1');",
};

const check = (planted: Record<string, string>) => checkSql(plantFiles({ ...SOUND, ...planted })).findings;
/** Planted programs write § where a template has its dollar sign. */
const program = (text: string) => text.replaceAll("§", "$");
const query = (sql: string) =>
	check({ [`${TABLES}/a.ts`]: `export const a = (sql, text) => sql.query(\`${program(sql)}\`);` });
const migration = (sql: string) => check({ [`${MIGRATIONS}/0002_more.sql`]: `-- more\n${sql};\n` });

test("a hub that follows the rules has no finding", () => {
	expect(check({})).toEqual([]);
});

describe("as a command", () => {
	test("it says how much it saw", () => {
		const saw = "saw 9 statements, 3 files, 6 tables";
		expect(runGate("check-sql.ts", SOUND)).toEqual({ status: 0, saw, findings: "" });
	});

	test("it fails when it finds something, and names the place", () => {
		const planted = { ...SOUND, [`${TABLES}/a.ts`]: '\nexport const TEXT = "SELECT * FROM orders";' };
		const { status, findings } = runGate("check-sql.ts", planted);
		expect({ status, findings }).toEqual({
			status: 1,
			findings: `${TABLES}/a.ts:2  rule 4: orders without org_id = $n`,
		});
	});

	test("it fails when it saw nothing", () => {
		const { status, findings } = runGate("check-sql.ts", { "packages/hub/src/main.ts": "export const a = 1;" });
		expect({ status, findings }).toEqual({
			status: 1,
			findings: "saw no statements and no files and no tables: the gate is blind",
		});
	});
});

describe("a query passes that", () => {
	test.each([
		["names the tenant", "SELECT * FROM orders WHERE order_id = $2 AND org_id = $1::uuid"],
		["names the tenant the other way round", "DELETE FROM orders WHERE $1::uuid = org_id"],
		["names it through an alias", "UPDATE orders o SET state = $2 WHERE o.org_id = $1 AND o.state = ANY($3)"],
		["asks a table without tenants", "SELECT * FROM provider WHERE slug = $1"],
		[
			"joins on the tenant",
			"SELECT * FROM orders o JOIN location l ON l.org_id = o.org_id AND l.id = o.id WHERE o.org_id = $1",
		],
		[
			"joins by the tenant's name",
			"SELECT * FROM orders o JOIN location l USING (org_id, location_id) WHERE l.org_id = $1",
		],
		[
			"has the tenant in the joined list",
			"UPDATE orders o SET state = v.state FROM (VALUES §{text}) AS v (org_id, order_id, state) WHERE o.org_id = v.org_id AND o.order_id = v.order_id",
		],
		[
			"asks for rows of many tenants by a list of keys",
			"SELECT * FROM orders WHERE (org_id, order_id) IN (VALUES §{text})",
		],
		[
			"asks one tenant's rows in a subquery",
			"SELECT * FROM orders o WHERE o.org_id = $1 AND EXISTS (SELECT 1 FROM order_event e WHERE e.org_id = o.org_id)",
		],
		["asks twice", "SELECT id FROM orders WHERE org_id = $1 UNION ALL SELECT id FROM location WHERE org_id = $1"],
		["has alternatives beside the tenant", "SELECT * FROM orders WHERE org_id = $1 AND (state = $2 OR state = $3)"],
		[
			"inserts rows of many tenants",
			"INSERT INTO orders (org_id, order_id) VALUES §{text} ON CONFLICT (org_id, order_id) DO NOTHING",
		],
		[
			"inserts an array for one tenant",
			"INSERT INTO orders (org_id, order_id) SELECT $1::uuid, n.id FROM unnest($2::uuid[]) AS n (id)",
		],
		[
			"copies within the tenant",
			"INSERT INTO order_event (org_id, order_id) SELECT o.org_id, o.order_id FROM orders o WHERE o.org_id = $1",
		],
		[
			"changes and notes in one",
			"WITH changed AS (UPDATE orders SET state = $2 WHERE org_id = $1 RETURNING order_id) INSERT INTO order_event (org_id, order_id) SELECT $1, order_id FROM changed",
		],
		[
			"updates on conflict",
			"INSERT INTO orders (org_id, state) VALUES ($1, $2) ON CONFLICT (org_id) DO UPDATE SET state = excluded.state",
		],
		["locks a tenant's rows", "SELECT * FROM orders WHERE org_id = $1 ORDER BY order_id FOR UPDATE"],
		["says why it crosses tenants", "SELECT * FROM orders -- cross-tenant: the operator's list\nORDER BY order_id"],
		["reads the clock without writing", "SELECT now() AS now FROM provider"],
	])("%s", (_title, sql) => {
		expect(query(sql)).toEqual([]);
	});

	test("is put together from constants of its file", () => {
		const text = [
			'const COLUMNS = ["org_id", "order_id"] as const;',
			'const FROM = "SELECT * FROM orders o JOIN location l ON l.org_id = o.org_id";',
			"export const a = (sql) => sql.query(`§{FROM} WHERE o.org_id = $1`);",
			'export const b = (sql, text) => sql.query(`INSERT INTO orders (§{COLUMNS.join(", ")}) VALUES §{text}`);',
			'export const c = (sql) => sql.query("DELETE FROM orders " + "WHERE org_id = $1");',
		].join("\n");
		expect(check({ [`${TABLES}/a.ts`]: program(text) })).toEqual([]);
	});
});

describe("a query is found that", () => {
	test.each([
		["forgets the tenant", "SELECT * FROM orders WHERE order_id = $1", "rule 4: orders without org_id = $n"],
		["deletes everybody's rows", "DELETE FROM orders WHERE received_at < $1", "rule 4: orders without org_id = $n"],
		["updates everybody's rows", "UPDATE orders SET state = $1", "rule 4: orders without org_id = $n"],
		[
			"hides the table among others",
			"SELECT * FROM provider p, orders o WHERE p.slug = $1",
			"rule 4: orders without org_id = $n",
		],
		[
			"hides the table in a subquery",
			"SELECT * FROM provider WHERE slug IN (SELECT slug FROM orders)",
			"rule 4: orders without org_id = $n",
		],
		[
			"hides the table behind a UNION",
			"SELECT 1 FROM orders WHERE org_id = $1 UNION SELECT 1 FROM location",
			"rule 4: location without org_id = $n",
		],
		[
			"hides the table in a WITH",
			"WITH a AS (SELECT * FROM orders) SELECT * FROM a",
			"rule 4: orders without org_id = $n",
		],
		[
			"only prefers the tenant",
			"SELECT * FROM orders WHERE org_id = $1 OR state = $2",
			"rule 4: orders without org_id = $n",
		],
		["wants every other tenant", "SELECT * FROM orders WHERE NOT (org_id = $1)", "rule 4: orders without org_id = $n"],
		["only selects the tenant", "SELECT org_id = $1 AS mine FROM orders", "rule 4: orders without org_id = $n"],
		[
			"mentions the tenant in a remark",
			"SELECT * FROM orders -- WHERE org_id = $1",
			"rule 4: orders without org_id = $n",
		],
		[
			"has the tenant filled in at run time",
			"SELECT * FROM orders WHERE §{text}",
			"rule 4: orders without org_id = $n",
		],
		[
			"has the table filled in at run time",
			"SELECT * FROM §{text} WHERE org_id = $1",
			"rule 4: the name of a table is filled in at run time",
		],
		[
			"asks many tenants by an array",
			"SELECT * FROM orders WHERE org_id = ANY($1)",
			"rule 4: orders without org_id = $n",
		],
		[
			"inserts without the tenant",
			"INSERT INTO orders (order_id) VALUES ($1)",
			"rule 4: orders gets a row without org_id",
		],
		[
			"moves a row to another tenant",
			"UPDATE orders SET state = $2, org_id = $3 WHERE org_id = $1",
			"rule 4: the tenant of a row never changes",
		],
		[
			"crosses tenants without a reason",
			"SELECT * FROM orders -- cross-tenant:\nORDER BY order_id",
			"rule 4: the cross-tenant comment gives no reason",
		],
		[
			"touches the marker elsewhere",
			"DELETE FROM commit_marker WHERE false",
			"rule 1: only the queue touches commit_marker",
		],
		[
			"updates from the database's clock",
			"UPDATE orders SET at = now() WHERE org_id = $1",
			"rule 7: now() in an UPDATE; times and ids come from Node",
		],
		[
			"updates from the clock by its other name",
			"UPDATE orders SET at = CURRENT_TIMESTAMP WHERE org_id = $1",
			"rule 7: current_timestamp in an UPDATE; times and ids come from Node",
		],
		[
			"makes an id on conflict",
			"INSERT INTO orders (org_id) VALUES ($1) ON CONFLICT (org_id) DO UPDATE SET id = gen_random_uuid()",
			"rule 7: gen_random_uuid() in an UPDATE; times and ids come from Node",
		],
		[
			"rolls dice",
			"UPDATE orders SET a = random() WHERE org_id = $1",
			"rule 7: random() in an UPDATE; times and ids come from Node",
		],
		[
			"claims anybody's rows",
			"SELECT * FROM orders -- cross-tenant: whoever is due\nFOR UPDATE SKIP LOCKED",
			"rule 8: rows are locked or claimed only within one tenant",
		],
		[
			"locks rows of no tenant",
			"SELECT * FROM provider FOR UPDATE",
			"rule 8: rows are locked or claimed only within one tenant",
		],
		[
			"joins without the tenant",
			"SELECT * FROM orders o JOIN location l ON l.location_id = o.location_id WHERE o.org_id = $1",
			"rule 9: l.org_id is held equal to nothing that is known; join on org_id too",
		],
		[
			"takes the tenant from a route in the same query",
			"SELECT * FROM route_store r JOIN orders o ON o.org_id = r.org_id WHERE r.slug = $1",
			"rule 4: orders without org_id = $n",
		],
		[
			"joins the queue's tables with ours",
			"SELECT * FROM orders o JOIN pgboss.job j ON j.id = o.order_id WHERE o.org_id = $1",
			"rule 9: the queue's tables are never joined with ours",
		],
		[
			"looks at the queue's tables elsewhere",
			"SELECT count(*) FROM pgboss.job",
			"rule 9: only the queue (packages/hub/src/delivery) touches its tables",
		],
		[
			"carries tenants in an array",
			"INSERT INTO orders (org_id, order_id) SELECT n.org_id, n.id FROM unnest($1::uuid[], $2::uuid[]) AS n (org_id, id)",
			"rule 10: unnest over tenants; use multi-row VALUES",
		],
		[
			"takes tenants out of an array by another name",
			"INSERT INTO orders (org_id, order_id) SELECT n.a, n.b FROM unnest($1::uuid[], $2::uuid[]) AS n (a, b)",
			"rule 10: org_id of orders is not one constant; use multi-row VALUES",
		],
		[
			"uses MERGE",
			"MERGE INTO provider USING (VALUES (1)) AS v (a) ON false WHEN NOT MATCHED THEN DO NOTHING",
			"rule 6: MERGE; use ON CONFLICT",
		],
		["uses ctid", "DELETE FROM provider WHERE ctid = $1", "rule 6: ctid; work through keys in batches"],
		[
			"takes an advisory lock",
			"SELECT pg_advisory_xact_lock(1) FROM provider",
			"rule 6: an advisory lock; use a lease row",
		],
		[
			"is two",
			"DELETE FROM provider WHERE slug = $1; DELETE FROM provider WHERE slug = $2",
			"rule 6: several commands in one text",
		],
	])("%s", (_title, sql, finding) => {
		expect(query(sql).map((line) => line.replace(/^.*? {2}/, ""))).toContain(finding);
	});
});

describe("a migration is found that", () => {
	test.each([
		[
			"makes a table of unknown place",
			"CREATE TABLE note (id uuid)",
			"rule 5: note has no place in storage/placement.ts",
		],
		[
			"makes a key without the tenant",
			"CREATE TABLE order_event (org_id uuid, id uuid, CONSTRAINT order_event_pkey PRIMARY KEY (id))",
			"rule 4: the primary key of order_event does not lead with org_id",
		],
		[
			"makes a table without a key",
			"CREATE TABLE order_event (org_id uuid)",
			"rule 4: the primary key of order_event does not lead with org_id",
		],
		[
			"makes a unique constraint without the tenant",
			"CREATE TABLE order_event (org_id uuid, id uuid, CONSTRAINT a PRIMARY KEY (org_id, id), CONSTRAINT b UNIQUE (id))",
			"rule 4: a unique constraint of order_event without org_id",
		],
		[
			"makes a unique index without the tenant",
			"CREATE UNIQUE INDEX a ON orders (location_id)",
			"rule 4: the unique index a without org_id",
		],
		[
			"makes a foreign key at once",
			"CREATE TABLE order_event (org_id uuid, order_id uuid, CONSTRAINT a PRIMARY KEY (org_id, order_id), CONSTRAINT b FOREIGN KEY (org_id, order_id) REFERENCES orders (org_id, order_id))",
			"rule 5: order_event is made with a foreign key; add it by ALTER TABLE",
		],
		[
			"adds a foreign key without the tenant",
			"ALTER TABLE orders ADD CONSTRAINT a FOREIGN KEY (location_id) REFERENCES location (location_id)",
			"rule 4: the foreign key from orders to location without org_id",
		],
		[
			"refers from everywhere to one tenant",
			"ALTER TABLE provider ADD CONSTRAINT a FOREIGN KEY (slug) REFERENCES orders (slug)",
			"rule 5: provider (reference) must not refer to orders (tenant)",
		],
		[
			"refers to what stays on one server",
			"ALTER TABLE orders ADD CONSTRAINT a FOREIGN KEY (org_id) REFERENCES commit_marker (marker)",
			"rule 5: orders (tenant) must not refer to commit_marker (local)",
		],
		[
			"sets to NULL",
			"ALTER TABLE orders ADD CONSTRAINT a FOREIGN KEY (org_id, location_id) REFERENCES location (org_id, location_id) ON DELETE SET NULL",
			"rule 6: a foreign key that sets to NULL",
		],
		[
			"adds a key without the tenant",
			"ALTER TABLE orders ADD CONSTRAINT a UNIQUE (location_id)",
			"rule 4: a key of orders without org_id",
		],
		[
			"leaves a constraint unnamed",
			"ALTER TABLE orders ADD UNIQUE (org_id, location_id)",
			"rule 6: a constraint of orders without a name",
		],
		[
			"leaves a key unnamed",
			"CREATE TABLE provider (slug text PRIMARY KEY)",
			"rule 6: a constraint of provider without a name",
		],
		["leaves an index unnamed", "CREATE INDEX ON orders (org_id)", "rule 6: an index without a name"],
		[
			"makes a trigger",
			"CREATE TRIGGER a BEFORE INSERT ON orders FOR EACH ROW EXECUTE FUNCTION b()",
			"rule 6: a trigger",
		],
		[
			"makes a function",
			"CREATE FUNCTION a() RETURNS integer LANGUAGE sql AS $$ SELECT 1; $$",
			"rule 6: a function in the database",
		],
		["counts", "CREATE TABLE provider (id bigserial)", "rule 6: a sequence; ids come from Node"],
		[
			"counts by the standard",
			"ALTER TABLE provider ADD COLUMN id bigint GENERATED ALWAYS AS IDENTITY",
			"rule 6: a sequence; ids come from Node",
		],
		[
			"defers",
			"ALTER TABLE orders ADD CONSTRAINT a UNIQUE (org_id, location_id) DEFERRABLE",
			"rule 6: a deferrable constraint",
		],
		["fills a table across tenants", "UPDATE orders SET state = 'new'", "rule 4: orders without org_id = $n"],
	])("%s", (_title, sql, finding) => {
		expect(migration(sql)).toContain(`${MIGRATIONS}/0002_more.sql:2  ${finding}`);
	});
});

describe("code is found that", () => {
	test.each([
		[
			"uses the queue's library elsewhere",
			{ "packages/hub/src/delivery/worker.ts": 'import { PgBoss } from "pg-boss";\nexport const a = PgBoss;' },
			`packages/hub/src/delivery/worker.ts:1  rule 1: only ${QUEUE} may import pg-boss`,
		],
		[
			"opens a transaction inside another",
			{
				"packages/hub/src/features/a.ts":
					"export const a = (db, queue) => db.transaction(async () => {\n\tawait queue.transaction(async () => {});\n});",
			},
			"packages/hub/src/features/a.ts:2  rule 1: a transaction inside a transaction commits on its own",
		],
		[
			"has SQL beside the tables",
			{ "packages/hub/src/features/a.ts": 'export const a = (sql) => sql.query("SELECT * FROM provider");' },
			"packages/hub/src/features/a.ts:1  SQL outside of storage/",
		],
		[
			"sends jobs without the marker",
			{ [QUEUE]: 'import { PgBoss } from "pg-boss";\nexport const a = PgBoss;' },
			`${QUEUE}:1  rule 1: no transaction ends with DELETE FROM commit_marker WHERE false`,
		],
	] as [string, Record<string, string>, string][])("%s", (_title, planted, finding) => {
		expect(check(planted)).toEqual([finding]);
	});

	test("is not found for speaking of SQL, asking whether the database answers, or naming a method", () => {
		const text = 'export const TEXTS = ["Select the store", "DELETE /orders/{id}", "UPDATE", "SELECT 1", "With love"];';
		expect(check({ "packages/hub/src/features/a.ts": text })).toEqual([]);
	});

	test("is left alone in tests", () => {
		expect(check({ [`${TABLES}/order.test.ts`]: 'export const a = "SELECT * FROM orders";' })).toEqual([]);
	});
});
