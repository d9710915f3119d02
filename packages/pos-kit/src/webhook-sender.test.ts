import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { compile, examples, KnownPosWebhook, SIGNATURE_HEADER, verifySignature } from "@ticketrail/contract";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createWebhookSender, type WebhookSender } from "./webhook-sender.ts";

interface Received {
	path: string;
	signature: string | undefined;
	raw_body: Buffer;
}

let hub: Server;
let hub_url: string;
let received: Received[];
/** Statuses of the next answers; 200 when there is none left. */
let statuses: number[];
let sender: WebhookSender;

beforeEach(async () => {
	received = [];
	statuses = [];
	hub = createServer(async (request, response) => {
		const raw_body = await buffer(request);
		const signature = request.headers[SIGNATURE_HEADER] as string | undefined;
		received.push({ path: request.url ?? "", signature, raw_body });
		const status = statuses.shift() ?? 200;
		response.writeHead(status, { "content-type": "application/json" });
		response.end(JSON.stringify(status === 200 ? { noted: true } : { title: "No", detail: "the reason" }));
	});
	await new Promise<void>((ready) => hub.listen(0, "127.0.0.1", ready));
	hub_url = `http://127.0.0.1:${(hub.address() as AddressInfo).port}`;
	sender = createWebhookSender({
		hub_url: `${hub_url}/`,
		slug: "my pos",
		secret: "test-secret-1",
		wait: async () => {},
	});
});

afterEach(() => {
	hub.closeAllConnections();
	hub.close();
});

const ids = { location_id: "pos-loc-7", provider_id: "ticket-7" };
const in_store = examples.in_store_order_created.object;

describe("what a POS tells the hub", () => {
	test.each<[string, (pos: WebhookSender) => Promise<unknown>]>([
		["location.catalog.updated", (pos) => pos.catalogUpdated("pos-loc-7")],
		[
			"location.catalog.object.updated",
			(pos) =>
				pos.objectUpdated({ location_id: "pos-loc-7", object_id: "tea", object_type: "item_family", is_active: false }),
		],
		[
			"location.status.updated",
			(pos) => pos.locationStatus({ location_id: "pos-loc-7", status: "inactive", paused_until: 1_760_000_000_000 }),
		],
		["order.status.updated", (pos) => pos.orderStatus({ ...ids, status: "ready_for_pickup" })],
		["order.accepted", (pos) => pos.orderAccepted({ ...ids, prep_time_minutes: 10 })],
		["order.rejected", (pos) => pos.orderRejected({ ...ids, ...examples.pos_validation })],
		["order.created", (pos) => pos.inStoreOrder(in_store)],
	])("%s follows the contract and carries a signature over its very bytes", async (type, say) => {
		expect(await say(sender)).toEqual({ kind: "taken", status: 200, reply: { noted: true } });
		const [{ path, signature, raw_body }] = received as [Received];
		expect(path).toBe("/pos/my%20pos/webhook");
		expect(verifySignature({ raw_body, signature, secrets: ["test-secret-1"] })).toMatchObject({ ok: true });
		expect(compile(KnownPosWebhook)(JSON.parse(raw_body.toString()))).toMatchObject({ ok: true, value: { type } });
	});

	test("is sent again, byte for byte, to a hub that is busy", async () => {
		statuses = [503, 429];
		expect(await sender.catalogUpdated("pos-loc-7")).toMatchObject({ kind: "taken" });
		expect(received).toHaveLength(3);
		expect(new Set(received.map(({ raw_body, signature }) => `${raw_body} ${signature}`)).size).toBe(1);
	});

	test("is given up after three tries", async () => {
		statuses = [500, 500, 500, 500];
		const result = await sender.catalogUpdated("pos-loc-7");
		expect(result).toEqual({ kind: "refused", status: 500, message: "the hub answered 500: the reason" });
		expect(received).toHaveLength(3);
	});

	test("is not repeated when the hub says no", async () => {
		statuses = [401];
		expect(await sender.catalogUpdated("pos-loc-7")).toMatchObject({ kind: "refused", status: 401 });
		expect(received).toHaveLength(1);
	});

	test("never throws when there is no hub", async () => {
		const lonely = createWebhookSender({
			hub_url: "http://127.0.0.1:1",
			slug: "my-pos",
			secret: "s",
			wait: async () => {},
		});
		expect(await lonely.catalogUpdated("pos-loc-7")).toMatchObject({ kind: "unreachable" });
	});
});
