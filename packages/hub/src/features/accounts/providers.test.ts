import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { isHubError } from "../../base/error.ts";
import { createSecretBox } from "../../base/secret-box.ts";
import { createAccounts } from "./index.ts";
import type { NewProvider } from "./providers.ts";
import { openTestAccounts, type TestAccounts } from "./test-accounts.ts";

let accounts: TestAccounts;

beforeAll(async () => {
	accounts = await openTestAccounts();
});
afterAll(() => accounts.database.close());

const pos = (change: Partial<NewProvider> = {}): NewProvider => ({
	type: "pos",
	slug: "corner-pos",
	name: "Corner POS",
	base_url: "https://pos.example/api/",
	auth: "oauth",
	client_id: "hub",
	client_secret: "a client secret",
	webhook_secrets: ["new webhook secret", "old webhook secret"],
	...change,
});

describe("a provider", () => {
	test("is registered once, and its vendor learns where to call", async () => {
		const { registerProvider, getProvider } = createAccounts(accounts.parts);
		const registered = await registerProvider(
			pos({ paths: ["token=/v2/token"], settings: ["delivery_contract=dedupes_by_order_id"] }),
		);
		expect(registered).toEqual({
			provider_id: expect.any(String),
			slug: "corner-pos",
			webhook_url: "http://127.0.0.1:8080/pos/corner-pos/webhook",
			redirect_uri: "http://127.0.0.1:8080/oauth/callback/corner-pos",
		});
		expect(await getProvider("corner-pos")).toMatchObject({
			provider_id: registered.provider_id,
			base_url: "https://pos.example/api",
			paths: { token: "/v2/token" },
			client_secret: "a client secret",
			webhook_secrets: ["new webhook secret", "old webhook secret"],
			settings: { delivery_contract: "dedupes_by_order_id", global_catalog: false },
		});
		await expect(registerProvider(pos())).rejects.toSatisfy((error) => isHubError(error, "already_exists"));
	});

	test("that is a DSP sends its orders to the order endpoint", async () => {
		const { registerProvider } = createAccounts(accounts.parts);
		const registered = await registerProvider(pos({ type: "dsp", slug: "eats", settings: ["menu_version=v2"] }));
		expect(registered.webhook_url).toBe("http://127.0.0.1:8080/order/eats");
	});

	test("keeps its secrets sealed, so another key cannot open them", async () => {
		const { registerProvider, listProviders } = createAccounts(accounts.parts);
		await registerProvider(pos({ slug: "sealed", client_secret: "very secret words" }));
		const [row] = await accounts.parts.db.query("SELECT provider::text AS line FROM provider WHERE slug = 'sealed'");
		for (const secret of ["very secret words", "new webhook secret"]) {
			expect(row?.line).not.toContain(Buffer.from(secret).toString("hex"));
			expect(row?.line).not.toContain(secret);
		}
		expect((await listProviders()).map((provider) => provider.slug)).toContain("sealed");
		const stranger = createAccounts({ ...accounts.parts, secret_box: createSecretBox(randomBytes(32)) });
		await expect(stranger.getProvider("sealed")).rejects.toThrow("unknown_key");
	});

	test("that is replaced keeps its id, and every process knows within five seconds", async () => {
		const here = createAccounts(accounts.parts);
		const elsewhere = createAccounts(accounts.parts);
		const first = await here.registerProvider(pos({ slug: "moving" }));
		expect((await elsewhere.getProvider("moving"))?.base_url).toBe("https://pos.example/api");
		const second = await here.registerProvider(pos({ slug: "moving", base_url: "https://new.example", replace: true }));
		expect(second.provider_id).toBe(first.provider_id);
		expect((await here.getProvider("moving"))?.base_url).toBe("https://new.example");
		accounts.pass(4_999);
		expect((await elsewhere.getProvider("moving"))?.base_url).toBe("https://pos.example/api");
		accounts.pass(1);
		expect((await elsewhere.getProvider("moving"))?.base_url).toBe("https://new.example");
	});

	test("is not replaced by a system of the other type", async () => {
		const { registerProvider } = createAccounts(accounts.parts);
		await registerProvider(pos({ slug: "till" }));
		await expect(registerProvider(pos({ slug: "till", type: "dsp", replace: true }))).rejects.toSatisfy((error) =>
			isHubError(error, "already_exists"),
		);
	});

	test("is refused with the option at fault when a value makes no sense", async () => {
		const { registerProvider } = createAccounts(accounts.parts);
		const wrong: [param: string, change: Partial<NewProvider>][] = [
			["slug", { slug: "" }],
			["slug", { slug: "With Space" }],
			["slug", { slug: "../etc" }],
			["name", { name: " " }],
			["client_secret", { client_secret: "" }],
			["webhook_secret", { webhook_secrets: [] }],
			["webhook_secret", { webhook_secrets: ["long enough", ""] }],
			["base_url", { base_url: "ftp://pos.example" }],
			["no_such", { settings: ["no_such=1"] }],
			["nowhere", { paths: ["nowhere=/x"] }],
		];
		for (const [param, change] of wrong) {
			await expect(registerProvider(pos({ slug: "wrong", ...change })), param).rejects.toMatchObject({
				code: "invalid_field",
				param,
			});
		}
		expect(await createAccounts(accounts.parts).getProvider("wrong")).toBeUndefined();
	});

	test("with a slug that nobody registered does not exist", async () => {
		const { getProvider } = createAccounts(accounts.parts);
		for (const slug of ["unknown", "", "\u0000", "CORNER-POS", "x".repeat(10_000)]) {
			expect(await getProvider(slug)).toBeUndefined();
		}
	});
});

test("tokens that no family can need any more are forgotten", async () => {
	const { createPartner, issueToken, forgetOldTokens } = createAccounts(accounts.parts);
	const client = await createPartner({ name: "Old", scopes: ["onboarding"] });
	await issueToken({ ...client, grant_type: "client_credentials" });
	accounts.pass(30 * 86_400_000 + 3_600_000);
	await issueToken({ ...client, grant_type: "client_credentials" });
	expect(await forgetOldTokens()).toBe(0);
	accounts.pass(1);
	expect(await forgetOldTokens()).toBe(1);
});
