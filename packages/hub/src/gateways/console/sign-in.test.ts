import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startConsoleHub, type TestConsoleHub } from "./test-console-hub.ts";

let console_hub: TestConsoleHub;
beforeAll(async () => {
	console_hub = await startConsoleHub();
});
afterAll(() => console_hub.close());

describe("an operator", () => {
	test("signs in once by a link, sets a password, and signs in with it (reliability.md A22)", async () => {
		const ops = await console_hub.operator("first@example.test");
		const me = await ops.get("/console/session");
		expect(me.body).toMatchObject({ role: "operator", user: { email: "first@example.test" }, has_password: false });
		expect(me.body.org).toBeUndefined();
		const before = ops.cookie;
		expect((await ops.send("PUT", "/console/password", { password: "short" })).status).toBe(400);
		const set = await ops.send("PUT", "/console/password", { password: "a long enough one" });
		expect(set.body).toMatchObject({ has_password: true });

		const again = console_hub.stranger();
		const wrong = await again.send("POST", "/console/sign-in", { email: "first@example.test", password: "no such" });
		expect([wrong.status, wrong.body.code]).toEqual([401, "sign_in_failed"]);
		const right = await again.send("POST", "/console/sign-in", {
			email: " First@example.test",
			password: "a long enough one",
		});
		expect(right.status).toBe(200);
		expect(again.cookie).not.toBe(before);
		expect(right.headers.get("set-cookie")).toMatch(/HttpOnly; SameSite=Lax/);
	});

	test("cannot use a link twice, nor one that nobody made", async () => {
		const { sign_in_url } = (
			await (await console_hub.operator()).send("POST", "/console/settings/operators", { email: "new@example.test" })
		).body ?? { sign_in_url: "" };
		const token = sign_in_url ? new URL(sign_in_url).hash.slice(7) : "made-up";
		const browser = console_hub.stranger();
		if (sign_in_url) expect((await browser.send("POST", "/console/sign-in/link", { token })).status).toBe(200);
		const again = await console_hub.stranger().send("POST", "/console/sign-in/link", { token });
		expect([again.status, again.body.code]).toEqual([400, "sign_in_link_invalid"]);
	});

	test("is slowed down after ten wrong passwords, and told for how long", async () => {
		await console_hub.operator("guessed@example.test");
		const guess = () =>
			console_hub.stranger().send("POST", "/console/sign-in", { email: "guessed@example.test", password: "wrong" });
		for (let count = 0; count < 10; count++) expect((await guess()).status).toBe(401);
		const slowed = await guess();
		expect(slowed.status).toBe(429);
		expect(Number(slowed.headers.get("retry-after"))).toBeGreaterThan(60);
	});
});

describe("a session", () => {
	test("is a new one at each sign-in, and the one before it is over (session fixation)", async () => {
		const ops = await console_hub.operator("twice@example.test");
		const first = ops.cookie;
		await ops.send("PUT", "/console/password", { password: "a long enough one" });
		await ops.send("POST", "/console/sign-in", { email: "twice@example.test", password: "a long enough one" });
		expect(ops.cookie).not.toBe(first);
		const old = console_hub.stranger();
		old.cookie = first;
		expect((await old.get("/console/session")).body).toBeNull();
		const answer = await old.get("/console/orgs");
		expect([answer.status, answer.body.code]).toEqual([401, "session_required"]);
	});

	test("is over when it was not used for two hours, and after twelve in any case", async () => {
		for (const column of ["seen_at = seen_at - 7300000", "expires_at = 1"]) {
			const ops = await console_hub.operator("idle@example.test");
			await console_hub.db.query(
				`UPDATE browser_session SET ${column} WHERE operator_id = (SELECT operator_id FROM operator WHERE email = $1)`,
				["idle@example.test"],
			);
			expect((await ops.get("/console/session")).body).toBeNull();
		}
	});

	test("ends with the sign-out", async () => {
		const ops = await console_hub.operator("leaving@example.test");
		const { cookie } = ops;
		const out = await ops.send("POST", "/console/sign-out");
		expect(out.status).toBe(204);
		expect(out.headers.get("set-cookie")).toContain("Max-Age=0");
		ops.cookie = cookie;
		expect((await ops.get("/console/session")).body).toBeNull();
	});

	test("takes unsafe methods only with its own token, and from no other site (reliability.md A22)", async () => {
		const ops = await console_hub.operator();
		const out = (headers: Record<string, string>) => ops.send("POST", "/console/sign-out", undefined, headers);
		const refused: Record<string, string>[] = [
			{ "x-csrf-token": "" },
			{ "x-csrf-token": (await console_hub.operator("other@example.test")).csrf_token },
			{ "sec-fetch-site": "cross-site" },
			{ "sec-fetch-site": "same-site" },
			{ origin: "http://evil.example" },
			{ origin: "null" },
		];
		for (const headers of refused) {
			const answer = await out(headers);
			expect([answer.status, answer.body.code], JSON.stringify(headers)).toEqual([403, "cross_site_request"]);
		}
		const email = { email: "ops@example.test", password: "x" };
		const forced = await console_hub
			.stranger()
			.send("POST", "/console/sign-in", email, { origin: "http://evil.example" });
		expect(forced.status).toBe(403);
		expect((await out({ origin: "http://console.example", "sec-fetch-site": "same-origin" })).status).toBe(204);
	});
});

test("a merchant's person who comes through a partner lands in the console with their role and only their organisation", async () => {
	const mine = await console_hub.merchant("manager", "org-a");
	const other = await console_hub.merchant("owner", "org-b");
	const me = await mine.get("/console/session");
	expect(me.body).toMatchObject({ role: "manager", org: { name: "Merchant org-a" } });
	expect(me.body.permissions).toContain("log.read");
	expect(me.body.permissions).not.toContain("link.write");
	expect(me.body.who_can["link.write"]).toEqual(["owner", "admin", "operator"]);
	const orgs = await mine.get("/console/orgs");
	expect(orgs.body.rows.map((row: { _id: string }) => row._id)).toEqual([mine.org_id]);
	const foreign = await mine.get(`/console/orgs/${other.org_id}`);
	expect([foreign.status, foreign.body.code]).toEqual([404, "org_not_found"]);
	const all = await (await console_hub.operator()).get("/console/orgs");
	expect(all.body.rows.map((row: { name: string }) => row.name)).toEqual(["Merchant org-a", "Merchant org-b"]);
	expect(all.body).toMatchObject({ total: 2, total_is_exact: true });
});

test("a role of a partner never becomes an operator's", async () => {
	const sly = await console_hub.merchant("operator", "org-c");
	const me = await sly.get("/console/session");
	expect(me.body.role).toBe("custom");
});
