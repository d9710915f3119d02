import { expect, test } from "vitest";
import { PLACEMENT } from "./placement.ts";
import { describeEachPostgres, openTestDatabase } from "./test-database.ts";
import { describeSchema } from "./test-schema.ts";

const REGENERATE =
	"the schema is not the one in schema.golden.sql. If the new one is meant: npx vitest run packages/hub/src/storage/schema.test.ts -u";

describeEachPostgres("the schema after all migrations", (version) => {
	test("is the reviewed one", async () => {
		const { db, close } = await openTestDatabase({ version });
		await expect(await describeSchema(db), REGENERATE).toMatchFileSnapshot("schema.golden.sql");
		await close();
	});

	test("tells of triggers, functions and sequences, which the hub does without", async () => {
		const { db, close } = await openTestDatabase({ version, is_empty: true });
		await db.query("CREATE TABLE note (id serial)");
		await db.query("CREATE FUNCTION act() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$");
		await db.query("CREATE TRIGGER react BEFORE INSERT ON note FOR EACH ROW EXECUTE FUNCTION act()");
		const text = await describeSchema(db);
		for (const stranger of ["trigger react", "function act", "relation note_id_seq"]) expect(text).toContain(stranger);
		await close();
	});
});

describeEachPostgres("distribution by tenant", (version) => {
	const ask = async <Row>(text: string) => {
		const { db, close } = await openTestDatabase({ version });
		return db.query<Row>(text).finally(close);
	};
	const placementOf = (table: string) => PLACEMENT[table as keyof typeof PLACEMENT];

	test("knows the place of every table, and of no other", async () => {
		const rows = await ask<{ name: string }>(
			"SELECT relname AS name FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace",
		);
		expect(Object.keys(PLACEMENT).sort()).toEqual(rows.map((row) => row.name).sort());
	});

	test("finds the tenant first in every primary key, and in every unique index, of a tenant's table", async () => {
		const keys = await ask<{ table: string; index: string; is_primary: boolean; columns: string[] }>(`
			SELECT t.relname AS table, x.relname AS index, i.indisprimary AS is_primary,
			  ARRAY(SELECT a.attname::text FROM unnest(i.indkey::int2[]) WITH ORDINALITY AS k (attnum, at)
			    JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum ORDER BY k.at) AS columns
			FROM pg_index i JOIN pg_class t ON t.oid = i.indrelid JOIN pg_class x ON x.oid = i.indexrelid
			WHERE i.indisunique AND t.relnamespace = 'public'::regnamespace`);
		const tenant_keys = keys.filter((key) => placementOf(key.table) === "tenant");
		expect(tenant_keys.length).toBeGreaterThan(10);
		for (const { index, is_primary, columns } of tenant_keys) {
			expect(columns, index).toContain("org_id");
			if (is_primary) expect(columns[0], index).toBe("org_id");
		}
		const without_key = Object.entries(PLACEMENT).filter(
			([table, placement]) => placement === "tenant" && !keys.some((key) => key.table === table && key.is_primary),
		);
		expect(without_key).toEqual([]);
	});

	test("meets foreign keys only within a tenant or toward a reference table", async () => {
		const keys = await ask<{ name: string; from: string; to: string; text: string }>(`
			SELECT conname AS name, conrelid::regclass::text AS from, confrelid::regclass::text AS to, pg_get_constraintdef(oid) AS text
			FROM pg_constraint WHERE contype = 'f' AND connamespace = 'public'::regnamespace`);
		expect(keys.length).toBeGreaterThan(0);
		for (const { name, from, to, text } of keys) {
			expect(placementOf(from), name).toBe("tenant");
			expect(["tenant", "reference"], name).toContain(placementOf(to));
			if (placementOf(to) === "tenant") expect(text, name).toMatch(/FOREIGN KEY \(org_id, .*REFERENCES \w+\(org_id, /);
			expect(text, name).not.toContain("SET NULL");
		}
	});
});
