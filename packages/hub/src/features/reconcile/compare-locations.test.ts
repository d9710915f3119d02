import { expect, test } from "vitest";
import type { LocationRow } from "../../storage/tables/location.ts";
import { compareLocations } from "./compare-locations.ts";

const address = { address_line_1: "1 Main St", city: "Seattle" };
const listed = (provider_id: string, change: object = {}) => ({
	...{ provider_id, name: "Main", address, timezone: null, prep_time_minutes: 10, is_disconnected: false },
	...change,
});
const row = (provider_id: string) => listed(provider_id) as unknown as LocationRow;

test("what the POS lists as the hub has it is no drift, whatever the order of an address's fields", () => {
	const same = listed("a", { address: { city: "Seattle", address_line_1: "1 Main St" } });
	expect(compareLocations([row("a")], [same, listed("new")])).toEqual({
		...{ reachable: [row("a")], changed: [], missing: [] },
	});
});

test("a new name, address, time zone or preparation time is one, and only the last stands on the menu", () => {
	const changes = [
		{ name: "Pier" },
		{ address: { city: "Austin" } },
		{ timezone: "US/Pacific" },
		{ prep_time_minutes: 12 },
	];
	for (const change of changes) {
		const { changed } = compareLocations([row("a")], [listed("a", change)]);
		expect(changed).toMatchObject([{ listed: change, is_on_menu: "prep_time_minutes" in change }]);
	}
});

test("a location that the POS calls disconnected is there, but not asked for its catalog; one that it does not list is missing", () => {
	const rows = [row("a"), row("b")];
	expect(compareLocations(rows, [listed("a", { is_disconnected: true })])).toMatchObject({
		...{ reachable: [], changed: [], missing: [{ provider_id: "b" }] },
	});
});
