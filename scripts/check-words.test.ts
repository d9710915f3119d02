import { expect, test } from "vitest";
import { runGate } from "./test-planting.ts";

const gate = (files: Record<string, string>) => runGate("check-words.ts", files);
// The words are put together here, so that the gate does not find them in its own test.
const TO_DO = ["to", "do"].join("");
const LATER = ["fix", "me"].join("");
const PATH = ["", "work", "main"].join("/");

test("clean files pass, and the gate says how much it read", () => {
	expect(gate({ "a.ts": "export const a = 1;\n", "b.md": "# B\n" })).toEqual({
		status: 0,
		saw: "saw 3 files, 6 lines",
		findings: "",
	});
});

test.each([
	["unfinished work in code", "src/a.ts", `// ${TO_DO.toUpperCase()}: later`],
	["unfinished work in SQL", "a.sql", `-- ${LATER} soon`],
	["unfinished work in a page", "docs/a.md", `${TO_DO.toUpperCase()} describe`],
	["code that only pretends", "src/a.ts", `throw new Error("not ${"implemented"}")`],
	["a test that is switched off", "src/a.test.ts", `test${".skip"}("a", () => {})`],
	["a test that shuts out the others", "src/a.test.ts", `describe${".only"}("a", () => {})`],
	["a promise of a test", "test/e2e/a.ts", `test.concurrent.${TO_DO}("a")`],
	["a test switched off by its first letter", "src/a.test.ts", `x${"it"}("a", () => {})`],
	["a type error that is silenced", "src/a.ts", `// @ts-${"ignore"}`],
	["a path of one machine", "README.md", `see ${PATH}/x`],
	["a path of one machine in code", "a.ts", `const a = "${PATH}";`],
	["somebody's home", "run.sh", ["cd ", "home", "ana"].join("/")],
	["a package registry", "package-lock.json", ["https://registry", "npmjs", "org/a"].join(".")],
])("%s is found with its line", (_title, path, text) => {
	const { status, findings } = gate({ [path]: `\n${text}\n` });
	expect(status).toBe(1);
	expect(findings).toMatch(new RegExp(`^${path}:2 .+`));
});

test("a test that depends on what the machine has is no test that is switched off", () => {
	expect(gate({ "a.test.ts": 'test.skipIf(!hasPostgres15)("a", () => {});' }).status).toBe(0);
});

test("addresses and pictures are left in peace", () => {
	const files = { "a.md": "https://example.test/work/main", "logo.png": `\0${PATH}/` };
	expect(gate(files)).toMatchObject({ status: 0, saw: "saw 2 files, 3 lines" });
});
