import { expect, test } from "vitest";
import { runGate } from "./test-planting.ts";

const RULES = { "A.1 exp": "A token ends when it was asked to.", "F-2": "Milliseconds." };
const gate = (test_file: string, rules: object = RULES) =>
	runGate("contract-coverage.ts", {
		"packages/contract/rules/a.json": JSON.stringify(rules),
		"packages/hub/src/token.test.ts": test_file,
	});
const good = `// covers: A.1 exp, F-2
test("a token ends", () => { expect(1).toBe(1); });`;

test("each rule is printed with its tests, by place and title", () => {
	const { status, saw, findings } = gate(`${good}\n// covers: F-2\ntest.each([1])("%s ms", async (n) => check(n));
		function check(n: number) { expect(n).toBe(1); }`);
	expect({ status, findings }).toEqual({ status: 0, findings: "" });
	expect(saw.split("\n")).toEqual([
		"A.1 exp  A token ends when it was asked to.",
		"    packages/hub/src/token.test.ts:2  a token ends",
		"F-2  Milliseconds.",
		"    packages/hub/src/token.test.ts:2  a token ends",
		"    packages/hub/src/token.test.ts:4  %s ms",
		"saw 2 rules, 2 rules covered, 2 tests, 2 tests that cite",
	]);
});

test("a rule without a test fails, and so does a citation of no rule", () => {
	const { status, findings } = gate(good.replace("F-2", "F-3"));
	expect(status).toBe(1);
	expect(findings.split("\n")).toEqual([
		"packages/hub/src/token.test.ts:2  cites F-3, which is no rule",
		"no test covers F-2: Milliseconds.",
	]);
});

test.each([
	["above a group of tests", `// covers: F-2\ndescribe("x", () => { test("y", () => { expect(1).toBe(1); }); });`],
	["at the top of a file", `// covers: F-2\nimport { expect } from "vitest";\n${good}`],
	["within a test", `test("x", () => {\n// covers: F-2\nexpect(1).toBe(1); });`],
])("a citation %s covers nothing", (_where, text) => {
	expect(gate(text).findings).toContain("a citation stands directly above a test");
});

test.each([
	["asserts nothing", `test("x", () => { start(); });\nfunction start() {}`, "the test asserts nothing"],
	["may not run", `test.runIf(false)("x", () => { expect(1).toBe(1); });`, "a test that may not run"],
	["cites half a list", `test("x", () => { expect(1).toBe(1); });`, "a citation names its rules"],
])("a test that %s covers nothing", (what, text, finding) => {
	const list = what === "cites half a list" ? "A.1 exp, " : "A.1 exp, F-2";
	const { status, findings } = gate(`// covers: ${list}\n${text}`);
	expect(status).toBe(1);
	expect(findings).toContain(finding);
});

test("a test that claims more than ten rules covers none of them", () => {
	const many = Object.fromEntries(Array.from({ length: 11 }, (_, n) => [`F-${n}`, "A rule."]));
	const { findings } = gate(`// covers: ${Object.keys(many).join(", ")}\n${good.split("\n")[1]}`, many);
	expect(findings).toContain("a test that covers more than 10 rules covers none closely");
});

test("a rule that cannot be built says why, and needs its test all the same", () => {
	const rules = { ...RULES, "F-30": { says: "Billing.", not_built: "only its name is public" } };
	expect(gate(good, rules).findings).toBe("no test covers F-30: Billing.");
	const { status, saw } = gate(good.replace("F-2", "F-2, F-30"), rules);
	expect(status).toBe(0);
	expect(saw).toContain("F-30  Billing.\n    not built: only its name is public\n    packages/hub");
});

test("without rules, without tests and without citations the gate is blind", () => {
	expect(gate(good, {}).status).toBe(1);
	expect(gate("export {};").findings).toContain("saw no rules covered and no tests and no tests that cite");
	expect(gate(good.split("\n")[1] ?? "").status).toBe(1);
});
