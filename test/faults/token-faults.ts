import { expect } from "vitest";
import { endTokens } from "../e2e/pos-line.ts";
import { until } from "../e2e/until.ts";
import { faultTest } from "./cells.ts";
import { type DeliveryFaults, orderId } from "./delivery-cell.ts";
import type { DeliveryTown } from "./delivery-town.ts";

const TOKEN = "/stream-pos/v1/token";
const MINUTE_MS = 60_000;

/** The tokens of the patient merchant's POS, as they lie in the database. */
async function tokenRow({ look }: Pick<DeliveryTown, "look">) {
	const rows = await look<{ token_version: number; expires_at: number; now: number; health: string }>(
		`SELECT token_version, token_expires_at AS expires_at, health,
		   (extract(epoch FROM clock_timestamp()) * 1000)::bigint AS now FROM integration WHERE slug = 'patient-pos'`,
	);
	const [row] = rows;
	if (row === undefined) throw new Error("there is no integration");
	return row;
}

/** Tokens that end while many want to use them (F26, F27, F28). */
export const tokenFaults: DeliveryFaults = (cell, open) => {
	faultTest(
		"F26",
		cell,
		"many orders find at once that the token is over: it is refreshed once for all of them",
		async () => {
			const { patient } = open();
			const ids = Array.from({ length: 24 }, () => orderId("at-once"));
			const before = patient.line.to(TOKEN).length;
			const over = endTokens(patient.line);
			for (const id of ids) patient.line.fail(id, over, over, over);
			await Promise.all(ids.map((id) => patient.place(id)));
			for (const id of ids) expect((await patient.verdictOn(id)).type).toBe("location.order.accept");
			expect(patient.line.to(TOKEN)).toHaveLength(before + 1);
			for (const id of ids) expect(patient.ticketsOf(id)).toHaveLength(1);
		},
	);

	faultTest(
		"F27",
		cell,
		"the reply to a refresh is lost: the same token is shown once more, and the merchant stays connected",
		async () => {
			const town = open();
			const { patient } = town;
			const id = orderId("refresh-lost");
			const before = patient.line.to(TOKEN).length;
			// a POS that turns its tokens over gives the same successor again for a moment
			let given: { status: number; body: string } | undefined;
			patient.line.failNext(
				TOKEN,
				async ({ pass, socket }) => {
					given = await pass();
					socket.destroy();
				},
				({ answer }) => answer(given?.status ?? 500, given?.body ?? ""),
			);
			const over = endTokens(patient.line);
			patient.line.fail(id, over, over, over);
			await patient.place(id);
			expect((await patient.verdictOn(id)).type).toBe("location.order.accept");
			const shown = patient.line.to(TOKEN).slice(before);
			expect(shown).toHaveLength(2);
			expect(new Set(shown.map(({ body }) => JSON.parse(body).refresh_token)).size).toBe(1);
			expect((await tokenRow(town)).health).toBe("ok");
		},
	);

	faultTest("F28", cell, "whatever unit an expiry is written in, the token is used and refreshed in time", async () => {
		const town = open();
		const { patient } = town;
		const now = Date.now();
		const units: [unknown, number][] = [
			[now + 60 * MINUTE_MS, 60],
			[Math.floor(now / 1000) + 3600, 60],
			[3600, 60],
			[0, 5],
			[-1, 5],
			["soon", 5],
		];
		for (const [expire_time, minutes] of units) {
			const id = orderId("unit");
			const { token_version } = await tokenRow(town);
			patient.line.failNext(TOKEN, async ({ pass, answer }) => {
				const { status, body } = await pass();
				answer(status, { ...JSON.parse(body), expire_time });
			});
			const over = endTokens(patient.line);
			patient.line.fail(id, over, over, over);
			await patient.place(id);
			expect((await patient.verdictOn(id)).type).toBe("location.order.accept");
			const row = await until("the new token is there", async () => {
				const found = await tokenRow(town);
				return found.token_version > token_version && found;
			});
			const left = (row.expires_at - row.now) / MINUTE_MS;
			expect(left, `minutes left of ${JSON.stringify(expire_time)}`).toBeGreaterThan(minutes - 3);
			expect(left, `minutes left of ${JSON.stringify(expire_time)}`).toBeLessThan(minutes + 0.1);
		}
	});
};
