import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createEgress, type Egress } from "./egress.ts";
import { createImageClient } from "./image-client.ts";
import { jpgHead, openImageServer, pngHead, webpHead } from "./test-images.ts";

let server: Awaited<ReturnType<typeof openImageServer>>;
let egress: Egress;
beforeEach(async () => {
	server = await openImageServer();
	egress = createEgress({ allow_cidrs: ["127.0.0.0/8"] });
});
afterEach(async () => {
	await egress.close();
	await server.close();
});

const read = (url: string) => createImageClient({ egress }).read(url);

describe("the head of a picture (contract.md B.4.8)", () => {
	// covers: B.4.8 images
	test.each([
		["png", pngHead(800, 600)],
		["jpg", jpgHead(800, 600)],
		["jpg", jpgHead(800, 600, 200_000)],
		["webp", webpHead(800, 600)],
	])("of a %s says its size, and the answer how large the whole is", async (form, head) => {
		const reading = await read(server.serve("/picture", head, 3_000_000));
		expect(reading).toEqual({ head: { form, size: { width: 800, height: 600 }, bytes: 3_000_000 } });
	});

	// covers: B.4.8 images
	test.each([
		["a page", Buffer.from("<html>not here</html>")],
		["a GIF", Buffer.from("474946383961640064008000", "hex")],
		["nothing", Buffer.alloc(0)],
	])("of %s is none", async (_case, body) => {
		const url = server.on("/picture", (_request, response) => response.end(body));
		expect(await read(url)).toEqual({ head: { form: undefined, size: undefined, bytes: body.length } });
	});

	test.each([
		["jpg", jpgHead(800, 600, 400_000)],
		["png", Buffer.from("89504e470d0a1a0a0000000d58585858", "hex")],
		["webp", Buffer.from("RIFF0000WEBPVP8?0000", "latin1")],
	])("of a %s that does not say its size where it should is known by its form alone", async (form, head) => {
		expect(await read(server.serve("/picture", head))).toMatchObject({ head: { form, size: undefined } });
	});

	test("is all that is fetched, also from a server that sends everything", async () => {
		let sent = 0;
		let isClosed = false;
		const url = server.on("/picture", (_request, response) => {
			response.on("close", () => {
				isClosed = true;
			});
			response.writeHead(200, { "content-length": 400_000_000 });
			response.write(pngHead(800, 600));
			const more = () => {
				while (!isClosed && response.write(Buffer.alloc(65_536))) sent += 65_536;
			};
			response.on("drain", more);
			more();
		});
		expect(await read(url)).toMatchObject({ head: { size: { width: 800, height: 600 }, bytes: 400_000_000 } });
		expect(sent).toBeLessThan(50_000_000);
	});
});

describe("a picture that cannot be read", () => {
	test("is told by the answer's status", async () => {
		expect(await read(`${server.url}/gone`)).toEqual({ unread: "answered 404", isHostSilent: false });
	});

	test("is told when its host does not answer", async () => {
		const url = server.on("/picture", (_request, response) => response.destroy());
		expect(await read(url)).toMatchObject({ unread: expect.any(String), isHostSilent: true });
	});

	test("is told when it may not be reached at all, redirects included", async () => {
		const inside = server.on("/picture", (_request, response) =>
			response.writeHead(302, { location: "https://169.254.169.254/latest/meta-data" }).end(),
		);
		expect(await read(inside)).toMatchObject({ unread: expect.stringContaining("address_not_allowed") });
	});

	test("is told when it leads in circles; one that only moved is read", async () => {
		const moved = server.on("/old", (_request, response) => response.writeHead(301, { location: "/new" }).end());
		server.serve("/new", pngHead(400, 400));
		expect(await read(moved)).toMatchObject({ head: { size: { width: 400, height: 400 } } });
		const round = server.on("/round", (_request, response) => response.writeHead(302, { location: "/round" }).end());
		expect(await read(round)).toEqual({ unread: "redirects too often", isHostSilent: false });
		expect(server.asked.get("/round")).toBe(4);
	});
});
