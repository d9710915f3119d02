import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { HubError } from "../base/error.ts";
import { parseJson } from "./json-body.ts";

function refusal(text: string | Buffer): { detail: string | undefined; param: string | undefined } {
	try {
		parseJson(Buffer.from(text as string));
	} catch (error) {
		if (error instanceof HubError && error.code === "invalid_json") return { detail: error.detail, param: error.param };
		throw error;
	}
	return { detail: "accepted", param: undefined };
}

describe("a body that is fine", () => {
	test.each([
		"{}",
		"[]",
		"null",
		' \r\n\t{"a" : [1, -2.5e3, true, false, null, "x"]} ',
		'{"a":{"a":{"a":1}},"b":[{"a":1},{"a":2}]}',
		'{"emoji":"😀 \\ud83d\\ude00","quote":"\\"","slash":"\\\\"}',
		'{"constructor":1,"toString":2,"hasOwnProperty":3}',
		"9007199254740991",
		"[0.1,1e-400,-0]",
	])("%s", (text) => {
		expect(parseJson(Buffer.from(text))).toEqual(JSON.parse(text));
	});

	test("is read like JSON.parse reads it, whatever it holds", () => {
		const value = fc.jsonValue({ maxDepth: 6 }).filter((sample) => {
			const text = JSON.stringify(sample);
			return !/__proto__|\\u0000|\\ud[89a-f]/i.test(text) && !/\d{16}|e\+/.test(text);
		});
		fc.assert(
			fc.property(value, fc.constantFrom(undefined, 1, "\t"), (sample, indent) => {
				const text = JSON.stringify(sample, null, indent);
				expect(parseJson(Buffer.from(text))).toEqual(JSON.parse(text));
			}),
			{ numRuns: 2_000 },
		);
	});

	test("may be as large and as deep as the bounds", () => {
		expect(parseJson(Buffer.from(`${"[".repeat(32)}${"]".repeat(32)}`))).toBeDefined();
		expect(parseJson(Buffer.from(`[${"1,".repeat(199_998)}1]`))).toHaveLength(199_999);
	});
});

describe("a body that is refused", () => {
	test.each<[string, string | Buffer, string, string?]>([
		["nothing", "", "The body is empty."],
		["a byte order mark", "\uFEFF{}", "The body starts with a byte order mark."],
		["UTF-16", Buffer.from('{"a":1}', "utf16le"), "The body has a key that contains the character NUL."],
		["bytes that are no UTF-8", Buffer.from([0x22, 0xc3, 0x28, 0x22]), "The body is not UTF-8."],
		["an overlong encoding", Buffer.from([0x22, 0xc0, 0x80, 0x22]), "The body is not UTF-8."],
		["a surrogate in UTF-8", Buffer.from([0x22, 0xed, 0xa0, 0x80, 0x22]), "The body is not UTF-8."],
		["a key twice", '{"a":1,"b":{"c":1,"c":2}}', "/b/c is there twice.", "/b/c"],
		["a key twice, once escaped", '{"a":1,"\\u0061":2}', "/a is there twice.", "/a"],
		[
			"__proto__",
			'{"x":[{},{"__proto__":{"admin":true}}]}',
			"/x/1/__proto__ is a name that is never accepted.",
			"/x/1/__proto__",
		],
		["__proto__, escaped", '{"__pr\\u006fto__":1}', "/__proto__ is a name that is never accepted.", "/__proto__"],
		["NUL in a value", '{"name":"a\\u0000b"}', "/name contains the character NUL.", "/name"],
		["NUL in a key", '{"o":{"a\\u0000":1}}', "/o has a key that contains the character NUL.", "/o"],
		["half a surrogate pair", '["\\ud800"]', "/0 contains half of a surrogate pair.", "/0"],
		["a pair the wrong way round", '["x","\\udc00\\ud800"]', "/1 contains half of a surrogate pair.", "/1"],
		["1e400", '{"price":1e400}', "/price is a number too large to be exact.", "/price"],
		["-1e400", '{"a/b":{"c~d":-1e400}}', "/a~1b/c~0d is a number too large to be exact.", "/a~1b/c~0d"],
		["2^53", "[9007199254740992]", "/0 is a number too large to be exact.", "/0"],
		["more than 32 levels", `${"[".repeat(33)}${"]".repeat(33)}`, "The body is nested deeper than 32 levels."],
		["a million levels", "[".repeat(1_000_000), "The body is nested deeper than 32 levels."],
		["a million levels of objects", '{"a":'.repeat(200_000), "The body is nested deeper than 32 levels."],
		["more than 200000 parts", `[${"1,".repeat(200_000)}1]`, "The body has more than 200000 parts."],
		["as many words", `[${"true,".repeat(200_000)}1]`, "The body has more than 200000 parts."],
		["an end that comes too early", '{"a":', "The document ends too early."],
	])("%s", (_name, text, detail, param) => {
		expect(refusal(text)).toEqual({ detail, param });
	});

	test.each([
		"{",
		"}",
		"{a:1}",
		"{'a':1}",
		'{"a":1,}',
		"[1,]",
		"[1 2]",
		'"\t"',
		'"\\x"',
		'"a',
		"01",
		"1.",
		".5",
		"+1",
		"NaN",
		"Infinity",
		"undefined",
		"// x\n1",
		"1 2",
		'{"a"}',
		'{"a":}',
		"tru",
		'{"a":1}}',
		"-",
		"1e",
		"\u0000",
		"\\",
		'"\\',
		'{"a":1 "b":2}',
		"\u00a01",
	])("the grammar is judged: %j", (text) => {
		const { detail, param } = refusal(text);
		expect(detail).toMatch(/^(The grammar of JSON is broken at character \d+|The document ends too early)\.$/);
		expect(param).toBeUndefined();
	});

	test("its own text never comes back in the sentence", () => {
		for (const text of ['{"a":CANARY}', '{"CANARY', '["CANARY" x]', "CANARY", '{"a":"CANARY\\q"}']) {
			expect(refusal(text).detail).not.toContain("CANARY");
		}
	});

	test("whatever the bytes, the only failure is a refusal, and no prototype changes", () => {
		const pieces = fc.array(
			fc.constantFrom(
				'{"a":',
				"{",
				"}",
				"[",
				"]",
				",",
				":",
				'"',
				"\\",
				"\\u00",
				"1e999",
				"-",
				"0",
				"tru",
				"null",
				'"__proto__"',
				" ",
				"\u0000",
				"é",
			),
			{ maxLength: 60 },
		);
		const bytes = fc.oneof(
			fc.uint8Array({ maxLength: 200 }).map((array) => Buffer.from(array)),
			pieces.map((parts) => Buffer.from(parts.join(""))),
		);
		fc.assert(
			fc.property(bytes, (raw) => void refusal(raw)),
			{ numRuns: 10_000 },
		);
		expect(Object.keys(Object.prototype)).toEqual([]);
		expect(({} as { admin?: boolean }).admin).toBeUndefined();
	});

	test("the time it takes grows with the length alone", () => {
		const hostile = [
			`"${"\\".repeat(1_000_000)}`,
			`"${'\\"'.repeat(500_000)}`,
			"-".repeat(1_000_000),
			"e".repeat(1_000_000),
			`{${'"a":1,'.repeat(140_000)}`,
			'"'.repeat(1_000_000),
			"1".repeat(1_000_000),
		];
		for (const text of hostile) {
			const start = performance.now();
			refusal(text);
			expect(performance.now() - start).toBeLessThan(1_000);
		}
	});
});
