import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import type { BindProposal, IntegrationSummary, OrgState } from "@ticketrail/contract";
import { afterAll, beforeAll, expect, test } from "vitest";
import { MAIN, startOnboardingApp } from "./app-process.ts";
import { signIn } from "./partner-desk.ts";
import { LOGIN, openTown, PATIENCE, type Town } from "./town.ts";

let town: Town;
let app: { url: string; child: ChildProcess };

beforeAll(async () => {
	town = await openTown();
	app = await startOnboardingApp(town.hub.url, town.partner);
});
afterAll(async () => {
	app.child.kill("SIGTERM");
	await town.close();
});

test("onboards a merchant at our hub through its public Partner API, up to an order that arrives", async () => {
	let cookie = "";
	const door = async <T>(name: string, body: object): Promise<T> => {
		const response = await fetch(`${app.url}/door/${name}`, {
			...{ method: "POST", body: JSON.stringify(body) },
			headers: { "content-type": "application/json", cookie },
		});
		cookie = response.headers.get("set-cookie")?.split(";")[0] ?? cookie;
		const answer = await response.json();
		expect([name, response.status, response.ok ? "" : answer]).toEqual([name, 200, ""]);
		return answer as T;
	};
	const { org_id } = await door<{ org_id: string }>("start", { name: "Joe's Pizza", provider_id: "merchant-771" });
	const connect = async (source: string, type: "pos" | "dsp") => {
		const { _id, entry_url = "" } = await door<IntegrationSummary>("connect", { org_id, source, type });
		// the browser comes back to the app, with the app's own cookie
		await signIn(entry_url, LOGIN[type], { cookie });
		const state = await door<OrgState>("org", { org_id });
		expect(state.integrations.find((integration) => integration._id === _id)?.status).toBe("active");
		return { org_id, integration_id: _id };
	};
	const pos = await connect("sim-pos", "pos");
	const { locations } = await door<{ locations: { provider_id: string }[] }>("offered", { ref: pos });
	const imported = await door<{ locations: { catalog_objects?: number; error?: object }[] }>("import", {
		...{ ref: pos, provider_ids: locations.map(({ provider_id }) => provider_id) },
	});
	expect(imported.locations.map(({ error }) => error)).toEqual([undefined, undefined, undefined]);
	const ref = await connect("sim-dsp", "dsp");
	const { version, rows } = await door<BindProposal>("proposal", { ref });
	expect(rows.map(({ candidates }) => candidates[0]?.verdict)).toEqual(["suggested", "suggested", "suggested"]);
	const decisions = rows.map(({ store, candidates }) => ({
		...{ dsp_provider_id: store.dsp_provider_id, location_id: candidates[0]?.location_id, decision: "same" },
	}));
	const result = await door("confirm", { ref, version, decisions, key: "confirmed-by-ana" });
	expect(result).toMatchObject({ linked: 3, refused: 0 });
	await expect.poll(() => town.dsp.menus.has("dd-9001"), PATIENCE).toBe(true);
	const placed = await town.dsp.placeOrder({ location_id: "dd-9001" });
	if (placed.kind !== "sent") throw new Error(placed.problem);
	expect(await town.dsp.waitForVerdict(placed.order_id, PATIENCE.timeout)).toMatchObject({ kind: "accepted" });
	const state = await door<OrgState>("org", { org_id });
	expect(state.counts).toMatchObject({ locations: 3, links_live: 3 });
});

test("ends with the command that started it, and says at once what it lacks", async () => {
	const second = await startOnboardingApp(town.hub.url, town.partner);
	second.child.kill("SIGTERM");
	const [code] = await once(second.child, "exit");
	expect(code).toBe(143);
	await expect.poll(() => fetch(second.url).catch(() => "gone"), PATIENCE).toBe("gone");
	const bare = spawn(process.execPath, [MAIN, "onboarding-app"], {
		...{ env: { PATH: process.env.PATH ?? "" }, stdio: ["ignore", "ignore", "pipe"] },
	});
	let said = "";
	bare.stderr.on("data", (chunk) => {
		said += chunk;
	});
	expect((await once(bare, "exit"))[0]).toBe(3);
	expect(said.split("\n").slice(0, 3)).toEqual([
		"PARTNER_API_URL is not set.",
		"PARTNER_CLIENT_ID is not set.",
		"PARTNER_CLIENT_SECRET is not set.",
	]);
});
