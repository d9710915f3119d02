import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { startTestPartnerApi, type TestPartner, type TestPartnerApi } from "./test-partner-api.ts";

let api: TestPartnerApi;
let partner: TestPartner;

beforeAll(async () => {
	api = await startTestPartnerApi();
	partner = await api.newPartner();
	const common = { client_id: "hub", client_secret: "provider secret", webhook_secrets: ["w"], type: "pos" as const };
	const settings = ["connection_status=true"];
	const where = { base_url: api.pos.url, auth: "manual" as const };
	await api.accounts.registerProvider({ ...common, ...where, slug: "told-pos", name: "Told POS", settings });
	const address = { address_line_1: "1 Main St", city: "Seattle", state: "WA", postal_code: "98101", country: "US" };
	api.pos.locations = ["loc-1", "loc-2"].map((provider_id) => ({ provider_id, name: provider_id, address }));
});
beforeEach(() => {
	api.pos.connections.length = 0;
	api.pos.answers.clear();
});
afterAll(() => api.close());

async function connect(source: string, provider_id: string) {
	const { org_id } = (await partner.call("POST", "/onboarding/org", { name: "Ana", provider_id })).body;
	const created = await partner.call("POST", "/onboarding/integrations", { org_id, source, type: "pos" });
	const onboarding_id: string = created.body.onboarding._id;
	const put = () => partner.call("PUT", `/onboarding/integrations/${onboarding_id}`, { code: api.pos.newCode() });
	expect((await put()).status).toBe(200);
	const ingest = (...ids: string[]) =>
		partner.call("POST", "/onboarding/locations/ingest", {
			onboarding_id,
			locations: ids.map((id) => ({ provider_id: id })),
		});
	const disconnect = () => partner.call("DELETE", `/onboarding/integrations/${onboarding_id}`);
	return { onboarding_id, put, ingest, disconnect };
}

// covers: B.9 connected, F-13
test("a POS that wants it hears once of each location that is connected, and of its end and return (contract.md B.9)", async () => {
	const merchant = await connect("told-pos", "told");
	await merchant.ingest("loc-1");
	await merchant.ingest("loc-1", "loc-2");
	await api.sendConnections();
	expect(api.pos.connections.sort()).toEqual(["POST loc-1", "POST loc-2"]);
	await merchant.disconnect();
	await merchant.disconnect();
	expect(api.pos.connections.slice(2).sort()).toEqual(["DELETE loc-1", "DELETE loc-2"]);
	await merchant.put();
	await merchant.put();
	await api.sendConnections();
	expect(api.pos.connections.slice(4).sort()).toEqual(["POST loc-1", "POST loc-2"]);
});

// covers: B.9 off
test("a POS that did not ask for it hears nothing (contract.md B.9)", async () => {
	const merchant = await connect("manual-pos", "quiet");
	await merchant.ingest("loc-1");
	await api.sendConnections();
	await merchant.disconnect();
	expect(api.pos.connections).toEqual([]);
});

test("a POS that is down is told later of a connection, and keeps nobody from disconnecting (contract.md B.9)", async () => {
	const merchant = await connect("told-pos", "down");
	await merchant.ingest("loc-1");
	api.pos.answers.set("locations/connection", () => ({ status: 503, body: {} }));
	await api.sendConnections();
	const states = () =>
		api.db.query(
			"SELECT state, attempts FROM delivery WHERE type = 'pos.connection.create' AND attempts < 2 AND state <> 'delivered'",
		);
	expect(await states()).toEqual([{ state: "pending", attempts: 1 }]);
	expect((await merchant.disconnect()).body.onboarding.status).toBe("deprovisioned");
	await api.db.query("UPDATE pgboss.job SET start_after = now() WHERE name = 'pos.connection'");
	await api.sendConnections();
	expect(await states()).toEqual([{ state: "dropped", attempts: 1 }]);
	expect(api.pos.connections).toEqual([]);
});

// covers: B.9 ours only
test("what begins at the POS is not told back to it: its own pause, and its merchant who takes the hub's authorization back (contract.md B.9)", async () => {
	const merchant = await connect("told-pos", "theirs");
	await merchant.ingest("loc-1");
	await api.sendConnections();
	api.pos.connections.length = 0;
	api.pos.tokens.clear();
	api.pos.answers.set("token", () => ({ status: 401, body: { message: "taken back" } }));
	const list = () => partner.call("GET", `/onboarding/locations?onboarding_id=${merchant.onboarding_id}`);
	expect((await list()).body.code).toBe("provider_reauthorization_needed");
	await api.sendConnections();
	expect(api.pos.connections).toEqual([]);
	const [row] = await api.db.query("SELECT status, health FROM integration WHERE integration_id = $1", [
		merchant.onboarding_id,
	]);
	expect(row).toEqual({ status: "active", health: "failing" });
});
