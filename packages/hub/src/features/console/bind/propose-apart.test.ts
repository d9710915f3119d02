import { gunzipSync } from "node:zlib";
import { BindProposal, compile } from "@ticketrail/contract";
import { expect, test } from "vitest";
import { createApart } from "../../../base/apart.ts";
import { openMatcher } from "../../locations/index.ts";
import { type PairInput, pairRows } from "./pair-rows.ts";
import { type ProposalHead, proposalOf } from "./propose-apart.ts";

const head: ProposalHead = {
	...{ version: "v1", integration_id: "i-1", source: "dd", name: "A channel", org_name: "Joe's" },
	...{ is_listed: true, listed_at: 1 },
};

/** As many stores as locations, three at each postcode; the first is linked, the second is somebody else's, the third decided. */
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
			...{ location_id: `l${n}`, provider_id: `p${n}`, source: "till", name: `Joe's Pizza ${n}`, is_connected: true },
			address: address(n),
		})),
		existing: new Map([
			["s0", { link_id: "b0", location_id: "l0", location_name: "Joe's Pizza 0", orders_in_flight: 2 }],
		]),
		taken: new Set(["s1"]),
		decisions: new Map([["s2", { dsp_provider_id: "s2", decision: "skip" as const }]]),
	};
}

const apart = createApart({ memory_mb: 256 });

test("of a few stores each row has its candidates whole", async () => {
	const input = inputOf(6);
	const proposal = await proposalOf(apart, head, input);
	expect(proposal).toEqual({ ...head, rows: pairRows(input, false), locations: input.locations });
	const fits = compile(BindProposal)(proposal);
	expect(fits).toMatchObject({ ok: true });
});

test("of many stores each row has the candidate to look at first whole, the others by id, and is made on a thread", async () => {
	const input = inputOf(300);
	const packed = await proposalOf(apart, head, input);
	if (!("gzipped" in packed)) throw new Error("it was made here");
	const proposal = JSON.parse(gunzipSync(packed.gzipped).toString("utf8")) as BindProposal;
	expect(compile(BindProposal)(proposal)).toMatchObject({ ok: true });
	expect(proposal).toEqual(
		JSON.parse(JSON.stringify({ ...head, rows: pairRows(input, true), locations: input.locations })),
	);
	const by_store = new Map(proposal.rows.map((row) => [row.store.dsp_provider_id, row]));
	expect(by_store.size).toBe(300);
	expect(proposal.rows.some((row) => row.others !== undefined)).toBe(true);
	for (const whole of pairRows(input, false)) {
		const row = by_store.get(whole.store.dsp_provider_id);
		const ids = whole.candidates.map(({ location }) => location.location_id);
		expect([...(row?.candidates ?? []), ...(row?.others ?? [])]).toHaveLength(ids.length);
		expect(row?.candidates[0]).toEqual(
			whole.candidates.find(({ location }) => location.location_id === whole.proposal),
		);
		expect(row?.others ?? []).toEqual(ids.filter((id) => id !== whole.proposal));
	}
	expect(by_store.get("s0")?.existing).toMatchObject({ link_id: "b0", orders_in_flight: 2 });
	expect(by_store.get("s1")?.taken_elsewhere).toBe(true);
	expect(by_store.get("s2")?.decision).toMatchObject({ decision: "skip" });
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
