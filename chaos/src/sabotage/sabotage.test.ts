import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, expect, test } from "vitest";
import { buildSabotaged } from "./build.ts";
import { catchSabotage } from "./catch.ts";
import { SABOTAGED } from "./hubs.ts";

const folder = mkdtempSync(path.join(tmpdir(), "ticketrail-sabotage-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test.each(SABOTAGED.map((sabotage) => [sabotage.name, sabotage] as const))(
	"the patch that makes the hub %s still fits the sources",
	(name, { patches }) => {
		const main = buildSabotaged(path.join(folder, name), patches);
		expect(main).toMatch(/main\.ts$/);
		rmSync(path.join(folder, name), { recursive: true });
	},
);

test("a patch that does not fit is named", () => {
	const patches = [{ file: "hub.ts", text: "what never stood there", by: "" }];
	expect(() => buildSabotaged(path.join(folder, "unfit"), patches)).toThrow("the patch of hub.ts fits 0 times");
});

// the quick ones; npm run chaos:sabotage runs all
test.each(["verdict-sent-twice", "redirect-followed"])(
	"a hub with one mistake (%s) is found out",
	async (name) => {
		const sabotage = SABOTAGED.find((one) => one.name === name);
		if (sabotage === undefined) throw new Error(`there is no ${name}`);
		const { is_caught, by_invariant } = await catchSabotage(sabotage, { seed: "1", patience: 8 });
		expect({ is_caught, by_invariant }).toMatchObject({ is_caught: true });
	},
	400_000,
);
