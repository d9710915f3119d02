import { examples } from "@ticketrail/contract";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { newId } from "../../base/id.ts";
import type { Log } from "../../base/log.ts";
import { openTestDatabase, type TestDatabase } from "../../storage/test-database.ts";
import { type Hint, type PosWebhookParts, receivePosWebhook } from "./receive-pos-webhook.ts";

const silent: Log = { debug() {}, info() {}, warn() {}, error() {}, child: () => silent };
const [first, second] = [newId(), newId()].sort() as [string, string];

let database: TestDatabase;
/** what became of the word at each organisation; an error is thrown */
let outcomes: Map<string, string | Error>;
beforeEach(async () => {
	database = await openTestDatabase();
	for (const org_id of [first, second]) {
		await database.db.query(
			"INSERT INTO route_pos_location (slug, pos_location_id, org_id, location_id) VALUES ('sim-pos', 'pos-loc-7', $1, $2)",
			[org_id, newId()],
		);
	}
	outcomes = new Map();
});
afterEach(() => database.close());

function receive(webhook: unknown) {
	const tell = async ({ org_id }: Hint): Promise<string> => {
		const outcome = outcomes.get(org_id) ?? "catalog sync queued";
		if (outcome instanceof Error) throw outcome;
		return outcome;
	};
	const parts: PosWebhookParts = {
		...{ db: database.db, clock: { now: () => 1_760_000_000_000 }, log: silent },
		...{
			onCatalogUpdated: tell,
			onObjectUpdated: tell,
			onLocationStatus: tell,
			onOrderStatus: tell,
			onOrderVerdict: tell,
		},
		onInStoreOrder: async () => undefined,
	};
	return receivePosWebhook(parts, "sim-pos", webhook, JSON.stringify(webhook));
}

const remembered = async () =>
	Object.fromEntries(
		(await database.db.query<{ org_id: string; effect: string }>("SELECT org_id, effect FROM inbox")).map(
			({ org_id, effect }) => [org_id, effect],
		),
	);

describe("a webhook for a location that two organisations share (contract.md B.7)", () => {
	test("says one thing when it did the same at both", async () => {
		expect(await receive(examples.location_catalog_updated)).toEqual({ effect: "catalog sync queued" });
		expect(await remembered()).toEqual({ [first]: "catalog sync queued", [second]: "catalog sync queued" });
	});

	test.each([[0], [1]])("says what it did at both when that differs, whichever is asked last (%i)", async (turned) => {
		const [one, other] = turned === 0 ? [first, second] : [second, first];
		outcomes.set(one, "object updated").set(other, "unknown object");
		const { effect } = (await receive(examples.location_catalog_object_updated)) as { effect: string };
		expect(effect.split(", ").sort()).toEqual(["object updated", "unknown object"]);
		expect(await remembered()).toEqual({ [one]: "object updated", [other]: "unknown object" });
	});

	test("reaches the second when the first fails, and the POS hears that it should try again", async () => {
		for (const failing of [first, second]) {
			outcomes = new Map([[failing, new Error("the database is away")]]);
			await database.db.query("DELETE FROM inbox");
			await expect(receive(examples.location_catalog_updated)).rejects.toThrow("the database is away");
			expect(await remembered()).toEqual({ [failing === first ? second : first]: "catalog sync queued" });
		}
	});

	test("for a location that nobody has is noted and no fault (contract.md F.1.8)", async () => {
		const webhook = { type: "location.catalog.updated", object: { location_id: "somebody-else" } };
		expect(await receive(webhook)).toEqual({ effect: "none", note: "this location is not connected" });
		expect(Object.values(await remembered())).toEqual(["none"]);
	});
});
