import {
	CONSOLE_ENDPOINTS,
	CONSOLE_PERMISSIONS,
	CONSOLE_ROLES,
	type ConsoleRole,
	type Endpoint,
} from "@ticketrail/contract";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { newId } from "../../base/id.ts";
import { startConsoleHub, type TestBrowser, type TestConsoleHub } from "./test-console-hub.ts";

const guarded = (CONSOLE_ENDPOINTS as readonly Endpoint[]).filter((endpoint) => endpoint.permission !== undefined);
const unsafe = guarded.filter(({ method }) => method !== "GET");

let console_hub: TestConsoleHub;
const browsers = new Map<ConsoleRole, TestBrowser & { org_id?: string }>();
let foreign_org = "";

beforeAll(async () => {
	console_hub = await startConsoleHub({ roles: "api" });
	for (const role of CONSOLE_ROLES) {
		const browser = role === "operator" ? await console_hub.operator() : await console_hub.merchant(role, "own");
		browsers.set(role, browser);
	}
	foreign_org = (await console_hub.merchant("owner", "foreign")).org_id;
});
afterAll(() => console_hub.close());

/** The endpoint's address in an organisation; every other id is one of ours that nobody made. */
function addressOf(endpoint: Endpoint, org_id: string): string {
	const path = endpoint.path.replaceAll(/\{(\w+)\}/g, (_, name) => (name === "org_id" ? org_id : newId()));
	const in_query = !endpoint.path.includes("{org_id}") && endpoint.query?.properties.org_id !== undefined;
	return in_query ? `${path}?org_id=${org_id}` : path;
}

function ask(browser: TestBrowser, endpoint: Endpoint, path: string, headers: Record<string, string> = {}) {
	const body = endpoint.request === undefined ? undefined : {};
	return endpoint.method === "GET"
		? browser.get(path, headers)
		: browser.send(endpoint.method, path, body, { "if-match": "x", "idempotency-key": "12345678", ...headers });
}

const isOfOrg = (endpoint: Endpoint) => addressOf(endpoint, "ORG").includes("ORG");

test("the list has endpoints to be held to these rules", () => {
	expect(guarded.length).toBeGreaterThan(50);
	expect(guarded.filter(isOfOrg).length).toBeGreaterThan(30);
});

describe.each(guarded.map((endpoint) => [endpoint.operation, endpoint] as const))("%s", (_, endpoint) => {
	const permission = endpoint.permission as keyof typeof CONSOLE_PERMISSIONS;
	const allowed = CONSOLE_PERMISSIONS[permission] as readonly ConsoleRole[];

	test("answers nobody who is not signed in", async () => {
		const answer = await ask(console_hub.stranger(), endpoint, addressOf(endpoint, foreign_org));
		expect([answer.status, answer.body.code]).toEqual([401, "session_required"]);
	});

	test.each(CONSOLE_ROLES.filter((role) => !allowed.includes(role)))("tells the role %s who can", async (role) => {
		const browser = browsers.get(role)!;
		const answer = await ask(browser, endpoint, addressOf(endpoint, browser.org_id ?? foreign_org));
		expect([answer.status, answer.body.code]).toEqual([403, "not_permitted"]);
		expect(answer.body.detail).toMatch(/^It needs .*(operator|anybody).*; you are /);
	});

	if (!isOfOrg(endpoint)) return;

	test("does not know another merchant's organisation, whatever the role", async () => {
		for (const role of CONSOLE_ROLES.filter((role) => role !== "operator" && allowed.includes(role))) {
			const answer = await ask(browsers.get(role)!, endpoint, addressOf(endpoint, foreign_org));
			expect([answer.status, answer.body.code], role).toEqual([404, "org_not_found"]);
		}
		if (!allowed.includes("operator")) return;
		const answer = await ask(browsers.get("operator")!, endpoint, addressOf(endpoint, newId()));
		expect([answer.status, answer.body.code]).toEqual([404, "org_not_found"]);
	});
});

test.each(unsafe.map((endpoint) => [endpoint.operation, endpoint] as const))(
	"%s is refused from another site's page",
	async (_, endpoint) => {
		const answer = await ask(browsers.get("operator")!, endpoint, addressOf(endpoint, foreign_org), {
			"x-csrf-token": "made-up",
		});
		expect([answer.status, answer.body.code]).toEqual([403, "cross_site_request"]);
	},
);

test.each(
	guarded
		.filter(({ operation }) => !["consoleEvents", "consoleSignOut"].includes(operation))
		.map((endpoint) => [endpoint.operation, endpoint] as const),
)("%s answers somebody who may, never with a fault of the hub", async (_, endpoint) => {
	const operator = browsers.get("operator")!;
	const address = addressOf(endpoint, foreign_org);
	const path = endpoint.operation === "consoleSearch" ? `${address}?q=x` : address;
	const answer = await ask(operator, endpoint, path);
	expect(answer.status, JSON.stringify(answer.body)).toBeLessThan(500);
	if (!endpoint.path.includes("{") && endpoint.method === "GET") expect(answer.status).toBe(200);
});

test.each(
	guarded.filter(({ request }) => request !== undefined).map((endpoint) => [endpoint.operation, endpoint] as const),
)("%s refuses a field that is not the caller's to set (reliability.md A16)", async (_, endpoint) => {
	const operator = browsers.get("operator")!;
	const body = { role: "operator", status: "active", org_id: foreign_org, _id: newId() };
	const headers = { "if-match": "x", "idempotency-key": "12345678" };
	const answer = await operator.send(endpoint.method, addressOf(endpoint, foreign_org), body, headers);
	expect([answer.status, answer.body.code]).toEqual([400, "invalid_field"]);
});
