import { SIGNATURE_HEADER, signBody } from "@ticketrail/contract";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { newId } from "../../base/id.ts";
import { insertTestOrder, testOrderBody } from "./test-console-data.ts";
import { startConsoleHub, type TestBrowser, type TestConsoleHub } from "./test-console-hub.ts";

let console_hub: TestConsoleHub;
let ops: TestBrowser;

beforeAll(async () => {
	console_hub = await startConsoleHub({ roles: "api" });
	ops = await console_hub.operator();
	await console_hub.hub.accounts.registerProvider({
		...{ type: "dsp", slug: "lost-dsp", name: "Lost DSP", base_url: "https://dsp.example.test", auth: "manual" },
		...{ client_id: "hub", client_secret: "s", webhook_secrets: ["the first webhook secret"] },
	});
});
afterAll(() => console_hub.close());

function submit(body: string, secret = "the first webhook secret"): Promise<Response> {
	return fetch(`${console_hub.hub.url}/order/lost-dsp`, {
		method: "POST",
		headers: { "content-type": "application/json", [SIGNATURE_HEADER]: signBody(secret, body) },
		body,
	});
}

test("an order for a store that nobody has is turned away as the contract says, and waits in the tray (contract.md E.8)", async () => {
	const body = testOrderBody("lost-1", "N-77");
	expect((await submit(body)).status).toBe(404);
	expect((await submit(body)).status).toBe(404);
	const tray = (await ops.get("/console/unroutable")).body;
	expect(tray.rows).toMatchObject([
		{ kind: "unlisted", source: "lost-dsp", dsp_order_id: "lost-1", number: "N-77", times: 2, status: "waiting" },
	]);
	const [{ _id, release }] = tray.rows;
	expect(release.is_possible).toBe(false);
	const refused = await ops.send("POST", `/console/unroutable/${_id}/release`);
	expect([refused.status, refused.body.code]).toEqual([409, "not_releasable"]);
	const merchant = await console_hub.merchant("owner", "evidence");
	expect((await merchant.get("/console/unroutable")).body.rows).toEqual([]);
	expect((await merchant.send("POST", `/console/unroutable/${_id}/release`)).status).toBe(404);
});

test("a request that came in is in the log, with its answer, and found by its id", async () => {
	const answer = await submit(testOrderBody("lost-2", "N-78"));
	const request_id = answer.headers.get("request-id")!;
	await vi.waitFor(
		async () => {
			const { rows } = (await ops.get(`/console/logs?q=${request_id}`)).body;
			expect(rows).toMatchObject([
				{ direction: "in", surface: "order", method: "POST", status: 404, code: "location_not_found", request_id },
			]);
		},
		{ timeout: 20_000, interval: 100 },
	);
	const [row] = (await ops.get("/console/logs?status=4xx&surface=order")).body.rows;
	const detail = (await ops.get(`/console/logs/${row._id}`)).body;
	expect(detail.curl).toContain("curl -X POST 'http://console.example/order/{provider_slug}'");
	expect(detail.support_text).toContain(request_id);
	expect(
		(await ops.get(`/console/logs?after=${row._id}`)).body.rows.map((one: { _id: string }) => one._id),
	).not.toContain(row._id);
});

test("messages that were given up can be sent again, and what was delivered is not (product.md 1.3)", async () => {
	const merchant = await console_hub.merchant("manager", "evidence");
	const { org_id } = merchant;
	const order_id = await insertTestOrder(console_hub.db, org_id);
	const made = new Map<string, string>();
	for (const [state, type] of [
		["dead", "location.order.accept"],
		["delivered", "location.order.accept"],
		["dead", "order.created"],
	]) {
		const delivery_id = newId();
		made.set(`${state} ${type}`, delivery_id);
		await console_hub.db.query(
			`INSERT INTO delivery (org_id, delivery_id, integration_id, slug, type, order_id, body, state, attempts, created_at, updated_at)
			 VALUES ($1, $2, $3, 'lost-dsp', $4, $5, '{"customers":[{"name":"Cleo"}]}', $6, 3, 1, 1)`,
			[org_id, delivery_id, newId(), type, order_id, state],
		);
	}
	const ids = [...made.values(), newId()];
	const reply = (await merchant.send("POST", `/console/orgs/${org_id}/deliveries/replay`, { delivery_ids: ids })).body;
	expect(reply.queued).toBe(1);
	expect(reply.refused.map((row: { reason: string }) => row.reason)).toEqual([
		"Already delivered: no action is needed.",
		"The order's verdict was given; ask the channel to send it again as a new order.",
		"There is no such message.",
	]);
	const { delivery } = (await merchant.get(`/console/orgs/${org_id}/deliveries/${ids[0]}`)).body;
	expect(delivery).toMatchObject({ state: "pending", next_attempt_at: expect.any(Number) });
	const other = await console_hub.merchant("manager", "another");
	const foreign = await other.send("POST", `/console/orgs/${other.org_id}/deliveries/replay`, { delivery_ids: ids });
	expect(foreign.body).toMatchObject({ queued: 0, refused: [{}, {}, {}, {}] });
});

test("who did what is listed newest first, by organisation and by person, and staff are named to staff alone (reliability.md S5)", async () => {
	const owner = await console_hub.merchant("owner", "audited");
	const { org_id } = owner;
	const other = await console_hub.merchant("owner", "audited-too");
	const insert = (owner_id: string, actor: string, action: string) =>
		console_hub.db.query(
			"INSERT INTO audit (org_id, audit_id, actor, action, subject, detail, at) VALUES ($1, $2, $3, $4, $5, '{}', 1)",
			[owner_id, newId(), actor, action, newId()],
		);
	const [operator] = await console_hub.db.query<{ operator_id: string; email: string }>(
		"SELECT operator_id, email FROM operator LIMIT 1",
	);
	const staff = `operator:${operator?.operator_id}`;
	await insert(org_id, "hub", "binding.moved");
	await insert(org_id, staff, "binding.ended");
	await insert(other.org_id, "hub", "binding.created");
	await insert(newId(), staff, "provider.created");
	const list = async (browser: TestBrowser, query = "") => (await browser.get(`/console/audit${query}`)).body.rows;
	const actionsOf = (rows: { action: string }[]) => rows.map(({ action }) => action);
	const all = await list(ops);
	expect(actionsOf(all).slice(0, 4)).toEqual([
		...["provider.created", "binding.created", "binding.ended", "binding.moved"],
	]);
	expect(all[0]).toMatchObject({ actor: staff, actor_name: operator?.email });
	expect(all[0].org_name).toBeUndefined();
	expect(all[1].org_name).toBeDefined();
	const of_org = await list(ops, `?org_id=${org_id}`);
	expect(new Set(of_org.map((row: { org_id: string }) => row.org_id))).toEqual(new Set([org_id]));
	expect(actionsOf(await list(ops, `?actor=${operator?.email.slice(0, 4).toUpperCase()}&limit=2`))).toEqual([
		...["provider.created", "binding.ended"],
	]);
	const own = await list(owner);
	const unnamed = ({ actor_name: _, ...row }: { actor_name?: string; actor: string }) => row;
	expect(own).toEqual(of_org.map((row: { actor: string }) => (row.actor === staff ? unnamed(row) : row)));
	expect(await list(owner, `?actor=${encodeURIComponent(operator?.email ?? "")}`)).toEqual([]);
	const [client] = await console_hub.db.query<{ client_id: string; name: string }>(
		"SELECT c.client_id, p.name FROM api_client c JOIN partner p USING (partner_id) LIMIT 1",
	);
	await insert(org_id, `partner:${client?.client_id}`, "org.created");
	const of_partner = await list(owner, `?actor=${encodeURIComponent(client?.name ?? "")}`);
	expect(of_partner[0]).toMatchObject({ action: "org.created", actor_name: client?.name });
	const pages: string[] = [];
	for (let cursor = ""; ; ) {
		const page = (await ops.get(`/console/audit?limit=3${cursor}`)).body;
		pages.push(...page.rows.map((row: { _id: string }) => row._id));
		if (page.next_cursor === undefined) break;
		cursor = `&cursor=${page.next_cursor}`;
	}
	expect(pages).toEqual((await list(ops, "?limit=200")).map((row: { _id: string }) => row._id));
});

test("a webhook secret is rotated with an overlap: both sign until the old one is ended", async () => {
	const rotated = (await ops.send("POST", "/console/settings/providers/lost-dsp/webhook-secrets", {})).body;
	expect(rotated.webhook_secrets).toHaveLength(2);
	const { secret } = rotated;
	for (const one of [secret, "the first webhook secret"])
		expect((await submit(testOrderBody(newId(), "N-1"), one)).status).toBe(404);
	const ended = (await ops.send("DELETE", "/console/settings/providers/lost-dsp/webhook-secrets")).body;
	expect(ended.webhook_secrets).toEqual([{ position: 0, ends_with: secret.slice(-4) }]);
	expect((await submit(testOrderBody(newId(), "N-2"))).status).toBe(401);
	expect((await submit(testOrderBody(newId(), "N-3"), secret)).status).toBe(404);
	const settings = await ops.get("/console/settings");
	expect(JSON.stringify(settings.body)).not.toContain(secret);
});
