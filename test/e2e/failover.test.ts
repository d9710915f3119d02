import { describe, expect, test } from "vitest";
import { runFailovers } from "./failover-harness.ts";
import { canReplicate } from "./replicas.ts";
import { runSigterms } from "./sigterm-harness.ts";

const SPOTLESS = { lost: 0, doubled: 0, failed: 0, dishonest: 0 };

describe.runIf(canReplicate())("with a primary and a synchronous standby", () => {
	test("the primary dies under load and its standby takes over: nothing that was acknowledged is lost, nothing is doubled", async () => {
		// the whole run: node test/e2e/failover-harness.ts --promotions 10
		const figures = await runFailovers(1);
		expect(figures).toMatchObject({ ...SPOTLESS, promotions: 1 });
		// a bound for a busy machine; the harness alone shows what it really takes
		expect(figures.first_commit_ms.max).toBeLessThan(60_000);
	});
});

test("two hubs are restarted in turn under load: every order is taken, and none is lost or doubled", async () => {
	// the whole run: node test/e2e/sigterm-harness.ts --times 20
	const figures = await runSigterms(2, 60);
	expect(figures).toMatchObject({ ...SPOTLESS, restarts: 2, orders: 120, refused: 0, shut: 0, broken: 0 });
});
