import { BindProposal, compile } from "@ticketrail/contract";
import { createMatcher } from "@ticketrail/store-matcher";
import { expect, test } from "vitest";
import { createApart } from "../../../base/apart.ts";
import { openMatcher } from "../../locations/index.ts";
import { type PairInput, pairRows } from "./pair-rows.ts";
import { type PairLists, pairsOf, startPairing } from "./propose-apart.ts";

const head = {
	...{ version: "v1", integration_id: "i-1", source: "dd", name: "A channel", org_name: "Joe's" },
	...{ is_listed: true, listed_at: 1, links: [] },
};

/** As many stores as locations, three at each postcode; the first is linked, the second is somebody else's. */
function inputOf(count: number): PairInput {
	const numbers = Array.from({ length: count }, (_, n) => n);
	const address = (n: number) => ({
		...{ address_line_1: `${100 + n} Linden Street`, postal_code: String(20_000 + Math.floor(n / 3)) },
		...{ locality: "Ashford", administrative_district_level_1: "WA", country: "US" },
	});
	return {
		match: {
			pos: numbers.map((n) => ({ id: `l${n}`, name: `Joe's Pizza ${n}`, address: address(n) })),
			dsp: numbers.map((n) => ({ id: `s${n}`, name: `Joes ${n}`, address: address(n) })),
			links: [{ dsp_id: "s0", pos_id: "l0" }],
		},
		stores: numbers.map((n) => ({ dsp_provider_id: `s${n}`, name: `Joes ${n}`, address: address(n) })),
		locations: numbers.map((n) => ({
			...{
				location_id: `l${n}`,
				provider_id: `p${n}`,
				source: "till",
				source_name: "The Till",
				name: `Joe's Pizza ${n}`,
				is_connected: true,
			},
			address: address(n),
		})),
		taken: new Set(["s1"]),
	};
}

const apart = createApart({ memory_mb: 256 });

/** The lists as they are sent, made on a thread. */
async function pairedApart(input: PairInput): Promise<{ text: string; lists: PairLists }> {
	const thread = startPairing(apart);
	const paired = await pairsOf(input, thread);
	await (await thread).end();
	if (!("text" in paired)) throw new Error("it was made here");
	const text = Buffer.from(paired.text).toString("utf8");
	return { text, lists: JSON.parse(text) as PairLists };
}

test("of a few stores each row has its candidates whole", async () => {
	const input = inputOf(6);
	const paired = await pairsOf(input, undefined);
	expect(paired).toEqual({ rows: pairRows(input, false), locations: input.locations });
	expect(compile(BindProposal)({ ...head, ...paired })).toMatchObject({ ok: true });
});

test("of many stores each row has the candidate to look at first whole, the others by place, and is made on a thread", async () => {
	const input = inputOf(300);
	const { lists } = await pairedApart(input);
	expect(compile(BindProposal)({ ...head, ...lists })).toMatchObject({ ok: true });
	expect(lists).toEqual(JSON.parse(JSON.stringify({ rows: pairRows(input, true), locations: input.locations })));
	const by_store = new Map(lists.rows.map((row) => [row.store.dsp_provider_id, row]));
	expect(by_store.size).toBe(300);
	expect(lists.rows.some((row) => row.others !== undefined)).toBe(true);
	for (const whole of pairRows(input, false)) {
		const row = by_store.get(whole.store.dsp_provider_id);
		const ids = whole.candidates.map(({ location_id }) => location_id);
		expect([...(row?.candidates ?? []), ...(row?.others ?? [])]).toHaveLength(ids.length);
		expect(row?.candidates[0]).toEqual(whole.candidates.find(({ location_id }) => location_id === whole.proposal));
		const others = (row?.others ?? []).map((place) => lists.locations[place]?.location_id);
		expect(others).toEqual(ids.filter((id) => id !== whole.proposal));
	}
	expect(by_store.get("s1")?.taken_elsewhere).toBe(true);
	expect(lists.rows.slice(-2).map(({ store }) => store.dsp_provider_id)).toEqual(["s0", "s1"]);
});

test("each location and each store is sent once, and a pair only says what came of comparing them", async () => {
	const input = inputOf(300);
	const { text, lists } = await pairedApart(input);
	const timesOf = (part: string) => text.split(part).length - 1;
	for (const { name } of input.locations) expect(timesOf(JSON.stringify(name)), name).toBe(1);
	for (const { name } of input.stores) expect(timesOf(JSON.stringify(name)), name).toBe(1);
	// every fact that is compared stands in the two records, the house number beside the pair
	const fact = createMatcher(input.match)
		.pair("l4", "s4")
		?.facts.find((row) => row.fact === "house_number");
	const pair = lists.rows.find(({ store }) => store.dsp_provider_id === "s4")?.candidates[0];
	expect(pair).toMatchObject({ location_id: "l4", house_numbers: { pos: fact?.pos, dsp: fact?.dsp } });
	expect(pair?.agree).toEqual(["house_number", "postal_code", "country", "name", "street"]);
});

test("a matcher says the same of a pair on a thread as here", async () => {
	const { match } = inputOf(300);
	const few = { pos: match.pos.slice(0, 150), dsp: match.dsp.slice(0, 150), links: match.links ?? [] };
	const [there, here] = [await openMatcher(apart, match), await openMatcher(apart, few)];
	try {
		const pair = await there.pair("l4", "s4", ["s7"]);
		expect(pair).toMatchObject({ pos_id: "l4", dsp_id: "s4", needs: ["brand_name"] });
		expect(pair?.facts).toEqual((await here.pair("l4", "s4", ["s7"]))?.facts);
		expect(await there.pair("l4", "nobody")).toBeUndefined();
	} finally {
		await there.end();
		await here.end();
	}
});
