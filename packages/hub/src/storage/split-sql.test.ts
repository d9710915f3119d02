import { expect, test } from "vitest";
import { splitSql } from "./split-sql.ts";

test("a file is cut into its commands", () => {
	expect(splitSql("CREATE TABLE a (id int);\n\nCREATE INDEX b ON a (id);\n")).toEqual([
		"CREATE TABLE a (id int)",
		"CREATE INDEX b ON a (id)",
	]);
});

test("the last command needs no semicolon, and nothing at all is no command", () => {
	expect(splitSql("SELECT 1; ;\n;SELECT 2")).toEqual(["SELECT 1", "SELECT 2"]);
	expect(splitSql(" -- only a remark;\n")).toEqual([]);
});

test.each([
	["in a text", "INSERT INTO a VALUES ('one; two', 'it''s; here')"],
	["in a quoted name", 'SELECT "odd;name" FROM a'],
	["in a function's body", "DO $$ BEGIN PERFORM 1; PERFORM 2; END $$"],
	["in a named dollar quote", "SELECT $body$ one; $$ two; $body$"],
])("a semicolon %s does not cut", (_, command) => {
	expect(splitSql(`${command};\nSELECT 1`)).toEqual([command, "SELECT 1"]);
});

test("remarks are dropped, with semicolons and quotes in them", () => {
	expect(splitSql("SELECT 1 -- don't; stop\n+ 2;/* it's; */SELECT/**/3")).toEqual(["SELECT 1 \n+ 2", "SELECT 3"]);
	expect(splitSql("SELECT '-- no remark', 7 - -1, 4 / 2, $1")).toEqual(["SELECT '-- no remark', 7 - -1, 4 / 2, $1"]);
});
