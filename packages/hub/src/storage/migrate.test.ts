import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from "vitest";
import { dryRun, migrate, pendingMigrations } from "./migrate.ts";
import { readMigrations } from "./migration-files.ts";
import { connectDatabase } from "./postgres.ts";
import { describeEachPostgres, openTestDatabase, type TestDatabase } from "./test-database.ts";
import { describeSchema } from "./test-schema.ts";

/** Migrations out of files, as the hub reads its own. */
function migrationsOf(files: Record<string, string>) {
	const folder = mkdtempSync(path.join(tmpdir(), "ticketrail-migrations-"));
	onTestFinished(() => rmSync(folder, { recursive: true }));
	for (const [name, text] of Object.entries(files)) writeFileSync(path.join(folder, name), text);
	return readMigrations(pathToFileURL(`${folder}/`));
}

const FIRST = { "0001_tickets.sql": "CREATE TABLE ticket (id integer);\nCREATE INDEX ticket_by_id ON ticket (id);\n" };
const BOTH = {
	...FIRST,
	"0002_notes.sql": "-- for the kitchen; not for guests\nALTER TABLE ticket ADD COLUMN note text;\n",
};

describeEachPostgres("migrations", (version) => {
	let opened: TestDatabase;
	beforeEach(async () => {
		opened = await openTestDatabase({ version, is_empty: true });
	});
	afterEach(() => opened.close());

	test("bring an empty database to the schema of this hub, once", async () => {
		const names = readMigrations().map(({ name }) => name);
		expect(names[0]).toBe("0001_init");
		expect((await pendingMigrations(opened.db)).map(({ name }) => name)).toEqual(names);
		expect(await migrate(opened.db)).toEqual({ applied: names });
		expect(await migrate(opened.db)).toEqual({ applied: [] });
		expect(await pendingMigrations(opened.db)).toEqual([]);
		const template = await openTestDatabase({ version });
		expect(await describeSchema(opened.db)).toBe(await describeSchema(template.db));
		await template.close();
	});

	test("run one after the other as they are added, each recorded with its time", async () => {
		expect(await migrate(opened.db, { migrations: migrationsOf(FIRST), now: () => 1000 })).toEqual({
			applied: ["0001_tickets"],
		});
		expect(await migrate(opened.db, { migrations: migrationsOf(BOTH), now: () => 2000 })).toEqual({
			applied: ["0002_notes"],
		});
		expect(await opened.db.query("SELECT version, applied_at FROM schema_migration ORDER BY version")).toEqual([
			{ version: 1, applied_at: 1000 },
			{ version: 2, applied_at: 2000 },
		]);
	});

	test("can be read beforehand without changing anything", async () => {
		const text = await dryRun(opened.db, migrationsOf(BOTH));
		expect(text).toContain("-- 0001_tickets\nCREATE TABLE ticket (id integer);");
		expect(text).toContain("-- 0002_notes\nALTER TABLE ticket ADD COLUMN note text;");
		expect(await describeSchema(opened.db)).toBe("\n");
		await migrate(opened.db, { migrations: migrationsOf(BOTH) });
		expect(await dryRun(opened.db, migrationsOf(BOTH))).toBe("");
	});

	test("are shared by hubs that start at once: all end well, each step ran once", async () => {
		const hubs = await Promise.all([1, 2, 3, 4].map(() => connectDatabase({ url: opened.url, max: 2 })));
		const results = await Promise.all(hubs.map((db) => migrate(db, { migrations: migrationsOf(BOTH) })));
		expect(results.flatMap(({ applied }) => applied).sort()).toEqual(["0001_tickets", "0002_notes"]);
		expect(await pendingMigrations(opened.db, migrationsOf(BOTH))).toEqual([]);
		await Promise.all(hubs.map((db) => db.close()));
	});

	test("that fail leave no half of themselves, and what came before stays", async () => {
		const broken = {
			...FIRST,
			"0002_notes.sql": "CREATE TABLE half (id integer);\nALTER TABLE nowhere ADD COLUMN note text;",
		};
		await expect(migrate(opened.db, { migrations: migrationsOf(broken) })).rejects.toMatchObject({ code: "42P01" });
		expect(await describeSchema(opened.db)).not.toContain("half");
		expect(await migrate(opened.db, { migrations: migrationsOf(BOTH) })).toEqual({ applied: ["0002_notes"] });
	});

	test("that were altered after they ran are refused", async () => {
		await migrate(opened.db, { migrations: migrationsOf(FIRST) });
		const altered = migrationsOf({ "0001_tickets.sql": "CREATE TABLE ticket (id bigint);" });
		await expect(migrate(opened.db, { migrations: altered })).rejects.toMatchObject({
			code: "configuration",
			detail: expect.stringContaining("0001_tickets was changed"),
		});
		await expect(pendingMigrations(opened.db, altered)).rejects.toMatchObject({ code: "configuration" });
	});

	test("of a newer hub are not touched by an older one", async () => {
		await migrate(opened.db, { migrations: migrationsOf(BOTH) });
		await expect(migrate(opened.db, { migrations: migrationsOf(FIRST) })).rejects.toMatchObject({
			code: "configuration",
			detail: expect.stringContaining("0002_notes"),
		});
	});

	test("do not make orders queue up behind a table in use, and get their turn when it is free", async () => {
		await migrate(opened.db, { migrations: migrationsOf(FIRST) });
		const using = await connectDatabase({ url: opened.url, max: 1 });
		let tries = 0;
		const patient = {
			migrations: migrationsOf(BOTH),
			lock_timeout_ms: 10,
			random: () => {
				tries += 1;
				return 0;
			},
		};
		let migrating: Promise<unknown> = Promise.resolve();
		await using.transaction(async (tx) => {
			await tx.query("INSERT INTO ticket VALUES (1)");
			migrating = migrate(opened.db, patient);
			await vi.waitFor(() => expect(tries).toBeGreaterThan(1));
		});
		expect(await migrating).toEqual({ applied: ["0002_notes"] });
		await using.close();
	});
});

test("migration files are numbered without gaps", () => {
	for (const name of ["0002_late.sql", "1_short.sql", "0001-dash.sql", "0001_note.txt"]) {
		expect(() => migrationsOf({ [name]: "SELECT 1" })).toThrow("expected 0001_words.sql");
	}
});

test("a migration is the same whatever line ends its checkout has", () => {
	const [unix] = migrationsOf({ "0001_a.sql": "SELECT 1;\nSELECT 2;\n" });
	const [windows] = migrationsOf({ "0001_a.sql": "SELECT 1;\r\nSELECT 2;\r\n" });
	expect(windows).toEqual(unix);
});
