import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { LABELLED } from "./labelled/index.ts";
import { createMatcher } from "./match-stores.ts";
import type { Store } from "./store.ts";

const store = (id: string, name: string, address_line_1 = "", postal_code = "", more: Partial<Store> = {}): Store => ({
	id,
	name,
	address: { address_line_1, postal_code, country: "US" },
	...more,
});
const joes = [
	store("p1", "Joe's Pizza - Main St", "123 Main St", "12345", { phone: "(415) 555-2671" }),
	store("p2", "Joe's Pizza - Mission", "2471 Mission St", "94110"),
	store("p3", "Joe's Pizza - Marina", "88 Marina Blvd", "94123"),
];

describe("a pair", () => {
	test("whose hard facts all agree is suggested, with each fact as both sides write it", () => {
		const main = store("d1", "Joes Pizza (Main Street)", "123 Main Street", "12345-0001", { phone: "+1 415 555 2671" });
		const pair = createMatcher({ pos: joes, dsp: [main] }).pair("p1", "d1");
		expect(pair).toMatchObject({ verdict: "suggested", reasons: [], needs: [] });
		expect(pair?.facts.map(({ fact, verdict }) => `${fact} ${verdict}`)).toEqual([
			"house_number agree",
			"postal_code agree",
			"phone agree",
			"country agree",
			"timezone missing",
			"name agree",
			"street agree",
			"hours missing",
		]);
		expect(pair?.facts[1]).toEqual({
			fact: "postal_code",
			kind: "hard",
			verdict: "agree",
			pos: "12345",
			dsp: "12345-0001",
		});
	});

	test("of the houses 2417 and 2471 needs a typed reason, however alike the rest is", () => {
		const dsp = [store("d1", "Joe's Pizza - Mission", "2417 Mission St", "94110")];
		expect(createMatcher({ pos: joes, dsp }).pair("p2", "d1")).toMatchObject({
			verdict: "differs",
			needs: ["reason"],
			reasons: [{ code: "hard_fact_differs", text: "House numbers differ: 2471 at the POS, 2417 at the DSP." }],
		});
	});

	test("of which one side has no address is not suggested", () => {
		const dsp = [store("d1", "Joe's Pizza - Mission")];
		const pair = createMatcher({ pos: joes, dsp }).pair("p2", "d1");
		expect(pair?.verdict).toBe("undecided");
		expect(pair?.reasons.map(({ code }) => code)).toContain("too_few_hard_facts");
	});

	test("is not suggested while another candidate is close", () => {
		const pos = [store("p1", "Joe's Pizza", "1 Main St", "12345"), store("p2", "Joe's Pizza", "1 Main St", "12345")];
		const matcher = createMatcher({ pos, dsp: [store("d1", "Joe's Pizza", "1 Main St", "12345")] });
		for (const id of ["p1", "p2"]) {
			expect(matcher.pair(id, "d1")?.reasons.map(({ code }) => code)).toEqual(["close_second"]);
		}
	});

	test("whose store is linked to another location is blocked with that location's name, or without one beyond the organisation", () => {
		const dsp = [store("d1", "Joes Pizza Mission", "2471 Mission St", "94110"), store("d2", "X")];
		const links = [{ dsp_id: "d1", pos_id: "p1" }, { dsp_id: "d2" }];
		const matcher = createMatcher({ pos: joes, dsp, links });
		const held = matcher.pair("p2", "d1");
		expect(held?.verdict).toBe("blocked");
		expect(held?.reasons[0]?.text).toBe('This store is linked to "Joe\'s Pizza - Main St".');
		expect(matcher.pair("p2", "d2")?.reasons[0]?.text).toBe("This store is linked in another organisation.");
	});

	test("that would give a location a second store of the DSP needs the name of a virtual brand", () => {
		const dsp = [
			store("d1", "Joes Pizza Mission", "2471 Mission St", "94110"),
			store("d2", "Joe's Wings Mission", "2471 Mission St", "94110"),
		];
		const pair = createMatcher({ pos: joes, dsp, links: [{ dsp_id: "d1", pos_id: "p2" }] }).pair("p2", "d2");
		expect(pair).toMatchObject({ verdict: "brand_needed", needs: ["brand_name"] });
		expect(pair?.reasons[0]?.text).toContain("Joes Pizza Mission (d1)");
	});

	test("that is linked already is judged as if it were free", () => {
		const dsp = [store("d1", "Joes Pizza Mission", "2471 Mission St", "94110")];
		const matcher = createMatcher({ pos: joes, dsp, links: [{ dsp_id: "d1", pos_id: "p2" }] });
		expect(matcher.pair("p2", "d1")?.verdict).toBe("suggested");
		expect(matcher.stores()[0]?.linked_to).toBe("p2");
	});

	test("of unknown ids is none", () => {
		expect(createMatcher({ pos: joes, dsp: [] }).pair("p1", "d1")).toBeUndefined();
	});
});

describe("the list", () => {
	test("orders candidates, and proposes each location for one store at most", () => {
		const dsp = [store("d1", "Joe's Pizza Marina"), store("d2", "Joes Pizza Marina", "88 Marina Boulevard", "94123")];
		const [first, second] = createMatcher({ pos: joes, dsp }).stores();
		expect(second?.candidates[0]?.pos_id).toBe("p3");
		expect([first?.proposal, second?.proposal].filter((id) => id === "p3")).toHaveLength(1);
	});

	test("says the same about a pair, asked for alone or with all others", () => {
		for (const { pos, dsp } of Object.values(LABELLED).flat()) {
			const alone = createMatcher({ pos, dsp });
			for (const row of createMatcher({ pos, dsp }).stores()) {
				for (const candidate of row.candidates) {
					expect(alone.pair(candidate.pos_id, row.dsp_id)).toEqual(candidate);
				}
			}
		}
	});

	test("of 600 stores finds each by its postcode or its name, without comparing all with all", () => {
		const rows = Array.from({ length: 600 }, (_, n) => ({ n, street: `${n + 1} Elm St`, code: String(10_000 + n) }));
		const pos = rows.map(({ n, street, code }) => store(`p${n}`, `Burger Barn ${n}`, street, code));
		const dsp = rows.map(({ n, street, code }) => store(`d${n}`, `Burger Barn ${n}`, street, code));
		const matched = createMatcher({ pos, dsp }).stores();
		expect(matched.filter(({ dsp_id, proposal }) => proposal?.slice(1) === dsp_id.slice(1))).toHaveLength(600);
		expect(matched.filter(({ candidates }) => candidates[0]?.verdict === "suggested")).toHaveLength(600);
	});

	test("never suggests a pair with a differing hard fact, whatever is typed into the fields", () => {
		const text = fc.oneof(
			fc.string({ unit: "grapheme", maxLength: 12 }),
			fc.constantFrom("1 Main St", "12 Main St", "A"),
		);
		const row = fc.record({ name: text, line: text, code: text, country: text, phone: text, timezone: text });
		fc.assert(
			fc.property(fc.array(row, { maxLength: 4 }), fc.array(row, { maxLength: 4 }), (some, others) => {
				const read = (rows: typeof some) =>
					rows.map(({ name, line, code, country, phone, timezone }, id) => ({
						...{ id: String(id), name, phone, timezone },
						address: { address_line_1: line, postal_code: code, country },
					}));
				for (const { candidates } of createMatcher({ pos: read(some), dsp: read(others) }).stores()) {
					for (const { verdict, facts } of candidates) {
						const differs = facts.some((fact) => fact.kind === "hard" && fact.verdict === "differ");
						expect(differs && verdict === "suggested").toBe(false);
					}
				}
			}),
		);
	});
});
