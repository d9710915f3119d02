import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { jpgHead, openImageServer, pngHead } from "../../clients/test-images.ts";
import { faultOf } from "./image-rules.ts";
import { openLocation } from "./test-location.ts";

describe("the rules for pictures (contract.md B.4.8)", () => {
	const head = (width: number, height: number, bytes = 1000) => ({
		form: "jpg" as const,
		size: { width, height },
		bytes,
	});

	test.each([
		[320, 320],
		[6000, 6000],
		[320, 6000],
	])("a picture of %i x %i px is fine", (width, height) => {
		expect(faultOf(head(width, height))).toBe(undefined);
	});

	// covers: B.4.8 images
	test.each([
		[319, 800, "is 319 x 800 px, and each side must have 320 to 6000"],
		[800, 6001, "is 800 x 6001 px, and each side must have 320 to 6000"],
		[0, 0, "is 0 x 0 px, and each side must have 320 to 6000"],
	])("one of %i x %i px is not", (width, height, fault) => {
		expect(faultOf(head(width, height))).toBe(fault);
	});

	// covers: B.4.8 images
	test("one of 25 MB is too large, one of unknown length is not held against anybody", () => {
		expect(faultOf(head(800, 800, 25_000_000))).toBe("has 25 MB, and must have under 25");
		expect(faultOf({ ...head(800, 800), bytes: undefined })).toBe(undefined);
		expect(faultOf(head(100, 100, 30_000_000))).toContain(", and has 30 MB");
	});
});

describe("the pictures of a catalog", () => {
	let shop: Awaited<ReturnType<typeof openLocation>>;
	let pictures: Awaited<ReturnType<typeof openImageServer>>;
	beforeEach(async () => {
		shop = await openLocation();
		pictures = await openImageServer();
	});
	afterEach(async () => {
		await pictures.close();
		await shop.close();
	});

	const product = (provider_id: string, ...urls: string[]) => ({
		...{ provider_id, name: provider_id, price_amount: 300, price_currency: "USD" },
		images: urls.map((provider_url) => ({ provider_url })),
	});
	const sync = async (...item_family: object[]) => {
		shop.pos.serve({ body: { item_family } });
		await shop.sync();
		return shop.runJobs("catalog.images");
	};
	const warnings = async () => (await shop.catalog.showCatalog(shop.target)).warnings;

	// covers: B.4.8 images
	test("are looked at after the sync, and what a channel may refuse is a warning of the catalog", async () => {
		const good = pictures.serve("/good.jpg", jpgHead(800, 600));
		const small = pictures.serve("/small.png", pngHead(200, 150));
		const heavy = pictures.serve("/heavy.png", pngHead(800, 600), 30_000_000);
		await sync(product("tea", good), product("cake", small, heavy), product("pie", `${pictures.url}/gone.jpg`));
		expect(await warnings()).toEqual([
			`item_family "cake": its picture is 200 x 150 px, and each side must have 320 to 6000 (${small})`,
			`item_family "cake": its picture has 30 MB, and must have under 25 (${heavy})`,
			`item_family "pie": its picture could not be read: answered 404 (${pictures.url}/gone.jpg)`,
		]);
	});

	// covers: B.4.8 images
	test("are read once under one address, whoever shows them, and anew under another", async () => {
		const small = pictures.serve("/small.png", pngHead(200, 150));
		await sync(product("tea", small), product("cake", small));
		expect(pictures.asked.get("/small.png")).toBe(1);
		pictures.serve("/small.png", pngHead(400, 400));
		await sync({ ...product("tea", small), name: "Green tea" });
		expect(pictures.asked.get("/small.png")).toBe(1);
		expect(await warnings()).toHaveLength(1);
		await sync(product("tea", pictures.serve("/small.png?v=2", pngHead(400, 400))));
		expect(await warnings()).toEqual([]);
	});

	test("of a dead host neither hold up nor fail a sync, are tried again later, and not for ever", async () => {
		const dead = pictures.on("/dead.jpg", (_request, response) => response.destroy());
		shop.pos.serve({ body: { item_family: [product("tea", dead)] } });
		expect((await shop.sync()).is_changed).toBe(true);
		expect(pictures.asked.size).toBe(0);
		expect(await shop.runJobs("catalog.images")).toBe(1);
		expect(await warnings()).toEqual([expect.stringContaining("could not be read")]);
		expect(await shop.runJobs("catalog.images")).toBe(0);
		for (let day = 0; day < 10; day++) {
			shop.advance(86_400_000);
			await shop.runJobs("catalog.images");
		}
		expect(pictures.asked.get("/dead.jpg")).toBe(5);
	});

	test("come back by themselves when their host does", async () => {
		const url = pictures.on("/late.jpg", (_request, response) => response.destroy());
		await sync(product("tea", url));
		pictures.serve("/late.jpg", jpgHead(800, 600));
		shop.advance(300_000);
		await shop.runJobs("catalog.images");
		expect(await warnings()).toEqual([]);
	});

	test("of a host that stays silent are not all waited for", async () => {
		const urls = Array.from({ length: 60 }, (_, index) =>
			pictures.on(`/dead-${index}.jpg`, (_request, response) => response.destroy()),
		);
		await sync(product("tea", ...urls));
		expect(pictures.asked.size).toBeLessThan(20);
		expect(await warnings()).toHaveLength(60);
	});
});
