import { afterEach, beforeEach, expect, test } from "vitest";
import { setAssignedMenus } from "../../storage/tables/binding-menus.ts";
import { openRestaurant } from "./test-restaurant.ts";

// contract.md A.4.7: how a store's menu follows; who may say it and how is in gateways/menu-assignment.test.ts

let shop: Awaited<ReturnType<typeof openRestaurant>>;
beforeEach(async () => {
	shop = await openRestaurant();
});
afterEach(() => shop.close());

const tea = { provider_id: "tea", name: "Tea", price_amount: 300, price_currency: "USD" };
const menu = (provider_id: string) => ({ provider_id, name: provider_id, category_ids: ["hot"] });
const catalog = (...menus: string[]) => ({
	item_family: [tea],
	category: [{ provider_id: "hot", name: "Hot", item_family_ids: ["tea"] }],
	menu: menus.map(menu),
});

async function assign(binding_id: string, menu_ids: string[] | null): Promise<void> {
	const { org_id } = shop.target;
	await shop.queue.transaction(async (tx) => {
		await setAssignedMenus(tx, { org_id, binding_id, menu_ids });
		await shop.menus.requestPublish(tx, { org_id, binding_id });
	});
	await shop.send();
}

/** The names of the menus in the last file that a store was told of, and how often it was told since the last time. */
async function published(): Promise<{ menus: string[]; times: number }> {
	const heard = shop.take().filter(({ what }) => what === "location.publish");
	const file = await shop.fileOf(heard.at(-1));
	return { menus: file?.menus.map(({ name }: { name: string }) => name) ?? [], times: heard.length };
}

// covers: A.4.7 menus
test("a store gets the menus that it was given, another one all of them", async () => {
	await shop.sync(catalog("breakfast", "lunch"));
	const first = await shop.bind("store-1");
	await shop.send();
	expect(await published()).toEqual({ menus: ["breakfast", "lunch"], times: 1 });
	await assign(first, ["lunch"]);
	expect(await published()).toEqual({ menus: ["lunch"], times: 1 });
	await shop.bind("store-2");
	await shop.send();
	expect(await published()).toEqual({ menus: ["breakfast", "lunch"], times: 1 });
	await assign(first, null);
	expect((await published()).menus).toEqual(["breakfast", "lunch"]);
});

test("a new menu goes to the stores that show all, and changes nothing at the others", async () => {
	await shop.sync(catalog("breakfast"));
	await assign(await shop.bind("store-1"), ["breakfast"]);
	expect((await published()).times).toBe(1);
	await shop.sync(catalog("breakfast", "lunch"));
	expect((await published()).times).toBe(0);
});

test("a store whose menus are all gone keeps what it has, instead of an empty page", async () => {
	await shop.sync(catalog("breakfast"));
	await assign(await shop.bind("store-1"), ["breakfast"]);
	await published();
	await shop.sync(catalog("lunch"));
	expect((await published()).times).toBe(0);
	await shop.sync(catalog("lunch", "breakfast"));
	expect((await published()).times).toBe(0);
	await shop.sync({ ...catalog("breakfast"), item_family: [{ ...tea, price_amount: 350 }] });
	expect(await published()).toEqual({ menus: ["breakfast"], times: 1 });
});
