/** Texts that have broken servers: as ids, names, paths and queries. */
export const HOSTILE_TEXTS: readonly string[] = [
	...["", " ", ".", "..", "../../etc/passwd", "..%2f..%2fetc%2fpasswd", "%", "%00", "%ff%fe", "%c0%af", "\0", "a\0b"],
	...[
		"\r\nSet-Cookie: a=b",
		"\u2028",
		"\u202e",
		"\ufeff",
		"\ud800",
		"\udfff\ud800",
		"İ",
		"ß",
		"🍕".repeat(80),
		"é".normalize("NFD"),
	],
	...[
		"' OR 1=1--",
		"'; DROP TABLE orders;--",
		'"',
		"`",
		"\\",
		"\\0",
		"$".concat("{7*7}"),
		"{{7*7}}",
		"$(id)",
		"|id",
		"<script>alert(1)</script>",
	],
	...[
		"null",
		"undefined",
		"true",
		"NaN",
		"Infinity",
		"-1",
		"0",
		"00",
		"1e400",
		"0x10",
		"9007199254740993",
		"1".repeat(400),
	],
	...[
		"__proto__",
		"constructor",
		"toString",
		"hasOwnProperty",
		"prototype",
		"[object Object]",
		"{}",
		"[]",
		"$ne",
		"*",
		"?",
		"#",
		";",
	],
	...[
		"0190a5b0-0000-7000-8000-000000000000",
		"0190A5B0-0000-7000-8000-000000000000",
		"{0190a5b0-0000-7000-8000-000000000000}",
	],
	...[
		"urn:uuid:0190a5b0-0000-7000-8000-000000000000",
		"0190a5b00000700080000000000000",
		"00000000-0000-0000-0000-000000000000",
	],
	...[
		"http://169.254.169.254/",
		"http://127.0.0.1:1/",
		"//evil.example",
		"/\\evil.example",
		"javascript:alert(1)",
		"file:///etc/passwd",
	],
	...[
		"x".repeat(255),
		"x".repeat(256),
		"x".repeat(5_000),
		"/".repeat(200),
		"%2e".repeat(200),
		`${"a".repeat(100)}!`,
		"=cmd|'/c calc'!A1",
	],
];

/** Values for a field that expects something else, as JSON text, so that what no value can hold may be among them. */
const HOSTILE_VALUES: readonly string[] = [
	...[
		"null",
		"true",
		"false",
		"0",
		"-0",
		"-1",
		"0.5",
		"1e308",
		"-1e308",
		"1e400",
		"9007199254740991",
		"9007199254740993",
	],
	...[
		'""',
		'" "',
		'"\\u0000"',
		'"\\ud800"',
		'"\\u202e"',
		'"constructor"',
		'"__proto__"',
		'"1e3"',
		'"2026-01-01T00:00:00Z"',
	],
	...["[]", "[null]", "[[[[]]]]", "{}", '{"":""}', '{"$ne":null}', '{"toString":1}', '{"length":9007199254740991}'],
	...[`"${"x".repeat(256)}"`, `"${"🍕".repeat(5_000)}"`, `[${"0,".repeat(500)}0]`],
];

/** Documents that are wrong as a whole, whatever they are sent to. */
const HOSTILE_DOCUMENTS: readonly (string | Buffer)[] = [
	...[
		"",
		" ",
		"\n",
		"{",
		"}",
		"[",
		"]",
		'"',
		"{]",
		'{"a"}',
		'{"a":}',
		"{a:1}",
		"{'a':1}",
		'{"a":1,}',
		"[1,]",
		"//",
		"/**/{}",
	],
	...[
		"nul",
		"NaN",
		"Infinity",
		"-",
		"01",
		"1.",
		".5",
		"+1",
		"1e",
		'"\\x"',
		'"\\u12"',
		"\u0000",
		"{}\u0000",
		"{}{}",
		"{} x",
	],
	...[
		"null",
		"true",
		"7",
		'"x"',
		"[]",
		"[{}]",
		"{}",
		'{"type":{}}',
		'{"constructor":{"prototype":{}}}',
		'{"__proto__":{"a":1}}',
	],
	...['{"a":1,"a":2}', '{"\\u0061":1,"a":2}', "[".repeat(50_000), '{"a":'.repeat(5_000), `[${"[],".repeat(60_000)}[]]`],
	...[
		"<?xml version='1.0'?><a/>",
		"a=1&b=2",
		"--b\r\nContent-Disposition: form-data; name=a\r\n\r\n1\r\n--b--",
		"\ufeff{}",
	],
	...[
		Buffer.from([0xff, 0xfe, 0x7b, 0x00]),
		Buffer.from("{}", "utf16le"),
		Buffer.from('{"a":"\xff"}', "latin1"),
		Buffer.alloc(3_000),
	],
];

/**
 * About a hundred bodies to try on an endpoint that would take `good`: documents that are wrong as a whole, then `good`
 * with one part of it left out, doubled or replaced. `random` (0 ≤ r < 1) chooses which; every kind of part gets its turn.
 */
export function hostileBodies(good: unknown, random: () => number, wanted = 110): (string | Buffer)[] {
	const places = placesIn(good);
	const changed: string[] = [];
	while (places.length > 0 && changed.length < wanted - HOSTILE_DOCUMENTS.length) {
		const place = places[changed.length % places.length] ?? [];
		const value = HOSTILE_VALUES[Math.floor(random() * HOSTILE_VALUES.length)] ?? "null";
		changed.push(write(good, place, random() < 0.15 ? undefined : value));
	}
	return [...HOSTILE_DOCUMENTS, ...changed];
}

/** Random numbers that are the same for the same seed (mulberry32). */
export function randomFrom(seed: number): () => number {
	let state = seed >>> 0;
	return () => {
		state = (state + 0x6d2b79f5) >>> 0;
		let mixed = Math.imul(state ^ (state >>> 15), state | 1);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	};
}

type Place = readonly (string | number)[];

function placesIn(value: unknown, at: Place = []): Place[] {
	if (value === null || typeof value !== "object") return [];
	return Object.entries(value).flatMap(([key, inner]) => {
		const place = [...at, Array.isArray(value) ? Number(key) : key];
		return [place, ...placesIn(inner, place)];
	});
}

/** `value` as JSON text with other text at one place; undefined leaves the place out. */
function write(value: unknown, place: Place, text: string | undefined): string {
	const [step, ...rest] = place;
	if (step === undefined) return text ?? "null";
	const entries = Object.entries(value as object).flatMap(([key, inner]): [string, string][] => {
		if (key !== String(step)) return [[key, JSON.stringify(inner) ?? "null"]];
		return rest.length === 0 && text === undefined ? [] : [[key, write(inner, rest, text)]];
	});
	if (Array.isArray(value)) return `[${entries.map(([, written]) => written).join(",")}]`;
	return `{${entries.map(([key, written]) => `${JSON.stringify(key)}:${written}`).join(",")}}`;
}
