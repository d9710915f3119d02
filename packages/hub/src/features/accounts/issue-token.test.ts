import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { HubError } from "../../base/error.ts";
import { digest } from "../../base/secret-box.ts";
import { findToken } from "../../storage/tables/token.ts";
import { authenticate } from "./authenticate.ts";
import { issueToken, type TokenCall } from "./issue-token.ts";
import { createPartner, type NewClient, revokeApiClient } from "./partners.ts";
import { revokeToken } from "./revoke-token.ts";
import { openTestAccounts, type TestAccounts } from "./test-accounts.ts";

let accounts: TestAccounts;
let client: NewClient;

beforeAll(async () => {
	accounts = await openTestAccounts();
	client = await createPartner(accounts.parts, { name: "Counter Software", scopes: ["onboarding", "sso"] });
});
afterAll(() => accounts.database.close());

function call(change: Partial<TokenCall> = {}): TokenCall {
	const { client_id, client_secret } = client;
	return { grant_type: "client_credentials", client_id, client_secret, ...change };
}
const issue = (change: Partial<TokenCall> = {}) => issueToken(accounts.parts, call(change));
const refresh = (refresh_token: string, change: Partial<TokenCall> = {}) =>
	issue({ grant_type: "refresh_token", refresh_token, ...change });

async function codeOf(promise: Promise<unknown>): Promise<string> {
	return promise.then(
		() => "accepted",
		(error) => {
			if (error instanceof HubError) return error.code;
			throw error;
		},
	);
}

describe("a partner gets a token", () => {
	// covers: A.1 client_credentials, A.1 answer, E.1 seconds
	test("with every scope that it was created with, for one hour, refreshable for two", async () => {
		const reply = await issue();
		expect(reply).toEqual({
			access_token: expect.stringMatching(/^tra_[\w-]{43}$/),
			token_type: "bearer",
			refresh_token: expect.stringMatching(/^trr_[\w-]{43}$/),
			expires_in: 3600,
			refresh_token_expires_in: 7200,
			scopes: ["onboarding", "sso"],
		});
		expect(await authenticate(accounts.parts, reply.access_token)).toEqual({
			partner_id: client.partner_id,
			client_id: client.client_id,
			scopes: ["onboarding", "sso"],
		});
	});

	// covers: A.1 scopes, F.1.1
	test("with the scopes that it asked for and may have, unknown ones falling away", async () => {
		expect((await issue({ scopes: ["onboarding", "onboarding", "billing", "admin"] })).scopes).toEqual(["onboarding"]);
	});

	test("but not when nothing that it asked for can be granted", async () => {
		for (const scopes of [["billing"], ["admin"], []]) expect(await codeOf(issue({ scopes }))).toBe("invalid_scope");
	});

	// covers: A.1 exp, E.1 milliseconds
	test("that ends when it asked, never later than in one hour", async () => {
		const now_s = accounts.parts.clock.now() / 1000;
		expect((await issue({ exp: now_s + 60 })).expires_in).toBe(60);
		expect((await issue({ exp: now_s + 90_000 })).expires_in).toBe(3600);
		expect((await issue({ exp: 1e308 })).expires_in).toBe(3600);
		for (const exp of [now_s, now_s - 1, 0, -1, Number.NaN])
			expect(await codeOf(issue({ exp }))).toBe("invalid_request");
	});

	// covers: A.1 secrets
	test("and nothing of its secrets is readable in the database", async () => {
		const { access_token, refresh_token } = await issue();
		const again = await refresh(refresh_token);
		const rows = await accounts.database.db.query(
			"SELECT token::text AS line FROM token UNION SELECT api_client::text FROM api_client",
		);
		const dump = JSON.stringify(rows);
		for (const secret of [access_token, refresh_token, again.access_token, again.refresh_token, client.client_secret]) {
			expect(dump).not.toContain(Buffer.from(secret).toString("hex"));
			expect(dump).not.toContain(secret);
		}
	});
});

describe("wrong credentials", () => {
	// covers: A.1 client_credentials
	test("of any kind get one and the same answer", async () => {
		const wrong: Partial<TokenCall>[] = [
			{ client_secret: "" },
			{ client_secret: `${client.client_secret}x` },
			{ client_secret: client.client_secret.slice(0, -1) },
			{ client_id: "nobody" },
			{ client_id: "" },
			{ client_id: client.partner_id },
			{ client_id: client.client_id.toUpperCase() },
			{ client_id: `${client.client_id}\u0000` },
		];
		for (const change of wrong) expect(await codeOf(issue(change)), JSON.stringify(change)).toBe("invalid_client");
	});

	test("are what a revoked client has, and its tokens stop working at once", async () => {
		const other = await createPartner(accounts.parts, { name: "Leaving", scopes: ["onboarding"] });
		const { access_token, refresh_token } = await issue(other);
		expect(await revokeApiClient(accounts.parts, other.client_id)).toBe(true);
		expect(await revokeApiClient(accounts.parts, other.client_id)).toBe(false);
		expect(await codeOf(authenticate(accounts.parts, access_token))).toBe("unauthorized");
		expect(await codeOf(issue(other))).toBe("invalid_client");
		expect(await codeOf(refresh(refresh_token, other))).toBe("invalid_client");
	});
});

describe("a refresh", () => {
	// covers: A.1 refresh_token, A.1 rotation
	test("gives a new pair of tokens of the same family and keeps the scopes", async () => {
		const first = await issue({ scopes: ["sso"] });
		const second = await refresh(first.refresh_token);
		expect(second.scopes).toEqual(["sso"]);
		expect(second.refresh_token).not.toBe(first.refresh_token);
		const family = async (token: string) => (await findToken(accounts.parts.db, digest(token)))?.family_id;
		expect(await family(second.access_token)).toBe(await family(first.refresh_token));
	});

	// covers: A.1 refresh_token
	test("never widens, and narrowing one access token does not narrow the next", async () => {
		const first = await issue({ scopes: ["onboarding", "sso"] });
		const second = await refresh(first.refresh_token, { scopes: ["sso", "billing"] });
		expect(second.scopes).toEqual(["sso"]);
		expect((await refresh(second.refresh_token)).scopes).toEqual(["onboarding", "sso"]);
		const narrow = await issue({ scopes: ["sso"] });
		expect(await codeOf(refresh(narrow.refresh_token, { scopes: ["onboarding"] }))).toBe("invalid_scope");
		expect((await refresh(narrow.refresh_token)).scopes).toEqual(["sso"]);
	});

	// covers: A.1 reuse
	test("that is repeated within ten seconds gets the very same successor", async () => {
		const first = await issue();
		const second = await refresh(first.refresh_token);
		accounts.pass(10_000);
		expect(await refresh(first.refresh_token)).toEqual({ ...second, expires_in: 3590, refresh_token_expires_in: 7190 });
	});

	test("that is repeated in time and waits here for longer than the grace gets the very same successor", async () => {
		const first = await issue();
		const second = await refresh(first.refresh_token);
		accounts.pass(9_000);
		const { db } = accounts.parts;
		const slow: typeof db = {
			...db,
			query: (...statement) => {
				accounts.pass(2_000);
				return db.query(...statement);
			},
		};
		const repeated = call({ grant_type: "refresh_token", refresh_token: first.refresh_token });
		const again = await issueToken({ ...accounts.parts, db: slow }, repeated);
		expect(again.refresh_token).toBe(second.refresh_token);
	});

	// covers: A.1 reuse, A.1 rotation
	test("with a token used longer ago ends the whole family and is written down", async () => {
		const first = await issue();
		const second = await refresh(first.refresh_token);
		accounts.pass(10_001);
		expect(await codeOf(refresh(first.refresh_token))).toBe("invalid_grant");
		expect(await codeOf(refresh(second.refresh_token))).toBe("invalid_grant");
		for (const token of [first.access_token, second.access_token]) {
			expect(await codeOf(authenticate(accounts.parts, token))).toBe("unauthorized");
		}
		const family_id = (await findToken(accounts.parts.db, digest(first.refresh_token)))?.family_id;
		const audit =
			"SELECT actor, detail FROM audit WHERE org_id = $1 AND action = 'token.reuse_detected' AND subject = $2";
		expect(await accounts.parts.db.query(audit, [client.partner_id, family_id])).toEqual([
			{ actor: `partner:${client.client_id}`, detail: '{"revoked_tokens":4}' },
		]);
	});

	test("with a token used longer ago, whose caller has hung up meanwhile, ends nothing", async () => {
		const first = await issue();
		const second = await refresh(first.refresh_token);
		accounts.pass(10_001);
		expect(await codeOf(refresh(first.refresh_token, { isGone: () => true }))).toBe("invalid_grant");
		expect(await codeOf(refresh(second.refresh_token))).toBe("accepted");
	});

	test("at the same moment by sixty-four callers makes one successor for all of them", async () => {
		const first = await issue();
		const replies = await Promise.all(Array.from({ length: 64 }, () => refresh(first.refresh_token)));
		expect(new Set(replies.map((reply) => reply.refresh_token)).size).toBe(1);
		expect(new Set(replies.map((reply) => reply.access_token)).size).toBe(1);
		const family_id = (await findToken(accounts.parts.db, digest(first.refresh_token)))?.family_id;
		const rows = await accounts.parts.db.query("SELECT kind FROM token WHERE family_id = $1", [family_id]);
		expect(rows).toHaveLength(4);
	});

	test("is refused with no token, an unknown one, an access token, or another client's", async () => {
		const other = await createPartner(accounts.parts, { name: "Other", scopes: ["onboarding"] });
		const mine = await issue();
		expect(await codeOf(issue({ grant_type: "refresh_token" }))).toBe("invalid_request");
		for (const token of ["trr_unknown", "\u0000", mine.access_token])
			expect(await codeOf(refresh(token))).toBe("invalid_grant");
		expect(await codeOf(refresh(mine.refresh_token, other))).toBe("invalid_grant");
		expect(await codeOf(refresh(mine.refresh_token))).toBe("accepted");
	});

	test("is refused after two hours, and no chain of refreshes outlives thirty days", async () => {
		const expired = await issue();
		accounts.pass(7_200_000);
		expect(await codeOf(refresh(expired.refresh_token))).toBe("invalid_grant");
		let token = (await issue()).refresh_token;
		const started_at = accounts.parts.clock.now();
		for (;;) {
			accounts.pass(7_100_000);
			const age = accounts.parts.clock.now() - started_at;
			if (age >= 30 * 86_400_000) break;
			const reply = await refresh(token);
			expect(reply.refresh_token_expires_in * 1000).toBeLessThanOrEqual(30 * 86_400_000 - age);
			token = reply.refresh_token;
		}
		expect(await codeOf(refresh(token))).toBe("invalid_grant");
	});
});

describe("an access token", () => {
	test("works until its last second and no longer", async () => {
		const { access_token } = await issue();
		accounts.pass(3_599_999);
		expect(await codeOf(authenticate(accounts.parts, access_token))).toBe("accepted");
		accounts.pass(1);
		expect(await codeOf(authenticate(accounts.parts, access_token))).toBe("unauthorized");
	});

	test("is not what a refresh token can be used as", async () => {
		expect(await codeOf(authenticate(accounts.parts, (await issue()).refresh_token))).toBe("unauthorized");
	});

	// covers: A.1 revocation
	test("stops when it is revoked, alone; a revoked refresh token takes its family along", async () => {
		const one = await issue();
		const two = await issue();
		const revoke = (token: string, by = client) =>
			revokeToken(accounts.parts, { client_id: by.client_id, client_secret: by.client_secret, token });
		await revoke(one.access_token);
		await revoke(two.refresh_token);
		await revoke("unknown");
		expect(await codeOf(authenticate(accounts.parts, one.access_token))).toBe("unauthorized");
		expect(await codeOf(refresh(one.refresh_token))).toBe("accepted");
		expect(await codeOf(authenticate(accounts.parts, two.access_token))).toBe("unauthorized");
		expect(await codeOf(refresh(two.refresh_token))).toBe("invalid_grant");
	});

	test("cannot be revoked by another client", async () => {
		const other = await createPartner(accounts.parts, { name: "Other", scopes: ["onboarding"] });
		const { access_token } = await issue();
		await revokeToken(accounts.parts, { ...other, token: access_token });
		expect(await codeOf(authenticate(accounts.parts, access_token))).toBe("accepted");
	});
});

describe("a partner is registered", () => {
	test("with a name, known scopes, and origins in their plain form", async () => {
		const created = await createPartner(accounts.parts, {
			name: " Corner Shop Systems ",
			scopes: ["sso", "onboarding"],
			return_url_origins: ["https://App.Example:443", "http://127.0.0.1:9000/"],
		});
		const rows = await accounts.parts.db.query("SELECT name, return_url_origins FROM partner WHERE partner_id = $1", [
			created.partner_id,
		]);
		expect(rows).toEqual([
			{ name: "Corner Shop Systems", return_url_origins: '["https://app.example","http://127.0.0.1:9000"]' },
		]);
	});

	test("only with values that make sense", async () => {
		const bad = [
			{ name: " ", scopes: ["onboarding"] },
			{ name: "A", scopes: [] },
			{ name: "A", scopes: ["onboarding", "admin"] },
			{ name: "A", scopes: ["onboarding"], return_url_origins: ["https://app.example/path"] },
			{ name: "A", scopes: ["onboarding"], return_url_origins: ["app.example"] },
			{ name: "A", scopes: ["onboarding"], return_url_origins: ["javascript:alert(1)"] },
		];
		for (const partner of bad) expect(await codeOf(createPartner(accounts.parts, partner))).toBe("invalid_field");
	});
});
