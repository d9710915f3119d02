import { expect, test } from "vitest";
import { describeEachPostgres, openTestDatabase } from "./test-database.ts";

describeEachPostgres("a database for a test", (version) => {
	test("is migrated, empty and of the version asked for", async () => {
		const { db, close } = await openTestDatabase({ version });
		const [row] = await db.query<{ partners: number; version: number }>(
			"SELECT (SELECT count(*) FROM partner) AS partners, current_setting('server_version_num')::int / 10000 AS version",
		);
		expect(row).toEqual({ partners: 0, version });
		await close();
	});

	test("is not shared with another test", async () => {
		const [first, second] = await Promise.all([openTestDatabase({ version }), openTestDatabase({ version })]);
		await first.db.query("INSERT INTO commit_marker VALUES (1)");
		expect(await second.db.query("SELECT * FROM commit_marker")).toEqual([]);
		await Promise.all([first.close(), second.close()]);
	});
});
