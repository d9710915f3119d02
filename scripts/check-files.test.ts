import { expect, test } from "vitest";
import { runGate } from "./test-planting.ts";

const gate = (files: Record<string, string>) => runGate("check-files.ts", files);
const lines = (count: number) => "const a = 1;\n".repeat(count);
const SHORT = { "src/a.ts": lines(10), "src/b.ts": lines(20), "src/c.sql": lines(30), "src/d.ts": lines(40) };

test("short files pass, and the gate says how long they are", () => {
	expect(gate(SHORT)).toEqual({
		status: 0,
		saw: "saw 4 code files, 20 lines at the median, 40 at p90",
		findings: "",
	});
});

test("one file over 500 lines is named", () => {
	const { status, findings } = gate({ ...SHORT, ...prefixed("src/short-", 10, 5), "src/long.ts": lines(501) });
	expect({ status, findings }).toEqual({
		status: 1,
		findings: "src/long.ts  has 501 lines, at most 500; split it by verb",
	});
});

test("tests and generated files may be long", () => {
	const long = { "src/long.test.ts": lines(900), "src/schema.golden.sql": lines(900), "test/e2e/walk.ts": lines(900) };
	expect(gate({ ...SHORT, ...long }).status).toBe(0);
});

test("a code base of long files fails though each is under the limit", () => {
	const { findings } = gate(prefixed("src/long-", 10, 350));
	expect(findings).toContain("median 350");
	expect(findings).toContain("p90 350");
});

test.each(["utils", "helpers", "common", "shared", "misc"])(
	"a drawer called %s is named, as folder and as file",
	(name) => {
		expect(gate({ ...SHORT, [`src/${name}/a.ts`]: lines(1) }).findings).toContain(`src/${name}/a.ts  is a drawer`);
		expect(gate({ ...SHORT, [`src/${name}.ts`]: lines(1) }).findings).toContain(`src/${name}.ts  is a drawer`);
	},
);

test("the pages that must stay on one screen are held to it", () => {
	const { findings } = gate({ ...SHORT, "ARCHITECTURE.md": lines(121), "docs/adr/0001-a.md": lines(41) });
	expect(findings).toContain("ARCHITECTURE.md  has 121 lines, at most 120");
	expect(findings).toContain("docs/adr/0001-a.md  has 41 lines, at most 40");
});

test("a checkout without code fails", () => {
	expect(gate({ "README.md": "a" }).status).toBe(1);
});

function prefixed(prefix: string, count: number, length: number): Record<string, string> {
	return Object.fromEntries(Array.from({ length: count }, (_, index) => [`${prefix}${index}.ts`, lines(length)]));
}
