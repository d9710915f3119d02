import { expect, test } from "vitest";
import type { SendOptions, Tx } from "../../delivery/index.ts";
import { scheduleNext } from "./schedule.ts";

const target = { org_id: "o", integration_id: "i-1" };
function schedule(now: number, after?: number, integration_id = target.integration_id) {
	const sent: { data: Record<string, unknown>; options: SendOptions }[] = [];
	const tx = {
		send: (_queue: string, data: Record<string, unknown>, options: SendOptions) => sent.push({ data, options }),
	};
	scheduleNext(tx as unknown as Tx, "pos.reconcile", { ...target, integration_id }, now, after);
	return { hour: Number(sent[0]?.data.hour), at: sent[0]?.options.start_after ?? 0, id: sent[0]?.options.id };
}

test("whoever asks within the hour asks for the same job, at the integration's own minute", () => {
	const first = schedule(1_760_000_000_000);
	expect(schedule(first.at - 1)).toEqual(first);
	expect(first.at).toBeGreaterThan(1_760_000_000_000);
	expect(first.at - 1_760_000_000_000).toBeLessThanOrEqual(3_600_000);
	expect(schedule(first.at).at).toBe(first.at + 3_600_000);
	expect(schedule(1_760_000_000_000, undefined, "i-2").at).not.toBe(first.at);
});

test("a job that ran early, by a clock that is ahead, is followed by the next hour's and not by itself", () => {
	const first = schedule(1_760_000_000_000);
	const next = schedule(first.at - 2_000, first.hour);
	expect(next.id).not.toBe(first.id);
	expect(next.at).toBe(first.at + 3_600_000);
});
