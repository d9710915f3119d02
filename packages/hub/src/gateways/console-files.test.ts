import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { consoleFileEndpoints } from "./console-files.ts";

let folder: string;
beforeEach(() => {
	folder = mkdtempSync(path.join(tmpdir(), "ticketrail-built-"));
	writeFileSync(path.join(folder, "index.html"), "<!doctype html>");
});
afterEach(() => rmSync(folder, { recursive: true }));

/** What the page at this path tells the browser to ask for. */
async function askedAhead(page: string, cookie?: string, params = {}): Promise<string | undefined> {
	const found = consoleFileEndpoints(folder).find((one) => one.path === page);
	const call = { headers: cookie === undefined ? {} : { cookie }, params };
	const reply = (await found?.handler(call as never)) as { headers: Record<string, string> };
	return reply.headers.link;
}

const SESSION = "ticketrail_session=abc";

test("a page of a signed-in browser names what it will ask for first", async () => {
	expect(await askedAhead("/orders", SESSION)).toBe("</console/session>; rel=preload; as=fetch; crossorigin");
	const bind = await askedAhead("/orgs/:org_id/link/:integration_id", SESSION, { org_id: "a", integration_id: "b>\n" });
	expect(bind?.split(", ")[1]).toBe("</console/orgs/a/integrations/b%3E%0A/bind>; rel=preload; as=fetch; crossorigin");
});

test("who is not signed in is asked to sign in before anything else", async () => {
	expect(await askedAhead("/orders")).toBeUndefined();
	expect(await askedAhead("/orgs/:org_id/link/:integration_id", "other=1")).toBeUndefined();
});
