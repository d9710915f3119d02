import { expect, test } from "vitest";
import { cleanRun } from "./test-clean-run.ts";
import { brokenIn, write } from "./test-history.ts";

test("a refresh token may be shown again as often as the line took the answer away", () => {
	const run = cleanRun();
	for (const at of [9000, 9010, 9020])
		write(run, { actor: "dsp:dsp-keen", op: "token.refresh_token", at, key: "r9", result: { next: `r${at}` } });
	expect(brokenIn(run)).toContain("T1");
	const cut = (request: string) =>
		write(run, {
			...{ actor: "run", op: "line.fault", at: 9001 },
			content: { system: "dsp:dsp-keen", request, kind: "reset_after" },
		});
	cut("POST /events HTTP/1.1");
	expect(brokenIn(run)).toContain("T1");
	cut("POST /oauth/token HTTP/1.1");
	expect(brokenIn(run)).not.toContain("T1");
});
