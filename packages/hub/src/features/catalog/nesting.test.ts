import type { Modifier, ModifierGroup } from "@ticketrail/contract";
import fc from "fast-check";
import { expect, test } from "vitest";
import { type CatalogObjects, noObjects } from "./kinds.ts";
import { findNesting } from "./nesting.ts";

/** Groups named by letters; each lists the groups nested in its one modifier, which carries the group's name in small. */
function groups(nested: Record<string, string[]>): CatalogObjects {
	const objects = noObjects();
	for (const [provider_id, modifier_group_ids] of Object.entries(nested)) {
		const modifier_id = provider_id.toLowerCase();
		objects.modifier_group.set(provider_id, {
			provider_id,
			name: provider_id,
			modifier_ids: [modifier_id],
		} as ModifierGroup);
		objects.modifier.set(modifier_id, {
			provider_id: modifier_id,
			name: "",
			price_amount: 0,
			price_currency: "usd",
			modifier_group_ids,
		} as Modifier);
	}
	return objects;
}

test("a chain of six levels has the height six and no circle", () => {
	const nesting = findNesting(groups({ A: ["B"], B: ["C"], C: ["D"], D: ["E"], E: ["F"], F: [] }));
	expect(nesting.heightOf("A")).toBe(6);
	expect(nesting.heightOf("F")).toBe(1);
	expect(nesting.circles).toEqual([]);
	expect(nesting.within("A", "a")).toEqual(["B"]);
});

test("a group within itself is cut there and stays as a choice", () => {
	const nesting = findNesting(groups({ A: ["A", "B"], B: [] }));
	expect(nesting.circles).toEqual([{ group_id: "A", leads_to: "A" }]);
	expect(nesting.within("A", "a")).toEqual(["B"]);
});

test("a circle is entered where a family enters it", () => {
	const objects = groups({ A: ["B"], B: ["A"] });
	objects.item_family.set("f", { provider_id: "f", name: "", modifier_group_ids: ["B"] });
	const nesting = findNesting(objects);
	expect(nesting.circles).toEqual([{ group_id: "A", leads_to: "B" }]);
	expect(nesting.within("B", "b")).toEqual(["A"]);
	expect(nesting.within("A", "a")).toEqual([]);
});

test("a shared modifier leads into a group from everywhere but from within that group", () => {
	const objects = groups({ A: [], B: [] });
	objects.modifier_group.set("A", { provider_id: "A", name: "A", modifier_ids: ["b"] });
	objects.modifier.set("b", {
		provider_id: "b",
		name: "",
		price_amount: 0,
		price_currency: "usd",
		modifier_group_ids: ["B"],
	});
	const nesting = findNesting(objects);
	expect(nesting.within("A", "b")).toEqual(["B"]);
	expect(nesting.within("B", "b")).toEqual([]);
});

test("a link to a group that does not exist leads nowhere", () => {
	expect(findNesting(groups({ A: ["Z"] })).within("A", "a")).toEqual([]);
});

test("a chain as long as a catalog is walked, not fallen into", () => {
	const count = 50_000;
	const nested = Object.fromEntries(
		Array.from({ length: count }, (_, index) => [`G${index}`, index + 1 < count ? [`G${index + 1}`] : []]),
	);
	expect(findNesting(groups(nested)).heightOf("G0")).toBe(count);
});

const letter = fc.constantFrom("A", "B", "C", "D", "E", "F");
const graphs = fc.dictionary(letter, fc.uniqueArray(letter, { maxLength: 4 }), { minKeys: 1 });

test("whatever the groups, following the links ends, and nothing is cut that leads in no circle", () => {
	fc.assert(
		fc.property(graphs, (nested) => {
			const nesting = findNesting(groups(nested));
			const linksOf = (group: string) => nesting.within(group, group.toLowerCase());
			const depthFrom = (group: string, path: string[]): number => {
				expect(path).not.toContain(group);
				return 1 + Math.max(0, ...linksOf(group).map((next) => depthFrom(next, [...path, group])));
			};
			for (const group of Object.keys(nested)) expect(depthFrom(group, [])).toBe(nesting.heightOf(group));
			for (const { group_id, leads_to } of nesting.circles) expect(reaches(nested, leads_to, group_id)).toBe(true);
			const kept = Object.keys(nested).flatMap((group) => linksOf(group)).length;
			const known = Object.values(nested)
				.flat()
				.filter((group) => group in nested).length;
			expect(kept + nesting.circles.length).toBe(known);
		}),
	);
});

function reaches(nested: Record<string, string[]>, from: string, to: string): boolean {
	const seen = new Set<string>();
	const open = [from];
	for (let group = open.pop(); group !== undefined; group = open.pop()) {
		if (group === to) return true;
		if (!seen.has(group)) open.push(...(nested[group] ?? []));
		seen.add(group);
	}
	return false;
}
