import fc from "fast-check";
import { expect, test } from "vitest";
import type { CheckedObject } from "./check-catalog.ts";
import { compareWith } from "./diff.ts";
import { catalogs, check } from "./test-catalogs.ts";

interface Stored {
	kind: string;
	provider_id: string;
	stream_id: string;
	hash: string;
	version: number;
	is_retired: boolean;
}

/** A store of objects in memory, written to exactly as the diff says. */
class Store {
	rows = new Map<string, Stored>();
	version = 0;

	/** Sync with what was fetched; returns how many rows were written. */
	async sync(fetched: readonly CheckedObject[], base_version = this.version): Promise<number> {
		const state = [...this.rows.values()]
			.map((row) =>
				[`${row.kind}/${row.provider_id}`, row.hash, row.version, row.is_retired ? "t" : "f"].join("\u001f"),
			)
			.join("\u001e");
		const version = this.version + 1;
		let written = 0;
		const comparison = await compareWith(state, base_version);
		for (const object of fetched) comparison.take(object);
		for (const change of comparison.changes()) {
			written += "changed" in change ? change.changed.count : change.retired.length;
			if ("changed" in change) this.#write(change.changed.texts, version);
			else
				for (const { kind, provider_id } of change.retired) {
					const row = this.rows.get(`${kind}/${provider_id}`);
					if (row) Object.assign(row, { is_retired: true, version });
				}
		}
		if (written > 0) this.version = version;
		return written;
	}

	#write(texts: readonly string[], version: number): void {
		const [kinds = [], ids = [], stream_ids = [], , , , hashes = []] = texts.map((text) => text.split("\u001f"));
		for (const [index, kind] of kinds.entries()) {
			const provider_id = ids[index] ?? "";
			const key = `${kind}/${provider_id}`;
			const stream_id = this.rows.get(key)?.stream_id ?? stream_ids[index] ?? "";
			this.rows.set(key, { kind, provider_id, stream_id, hash: hashes[index] ?? "", version, is_retired: false });
		}
	}

	/** The webhook of one object. */
	setActive(key: string, is_active: boolean): void {
		const row = this.rows.get(key);
		if (row) Object.assign(row, { hash: row.hash.slice(0, -1) + (is_active ? "1" : "0"), version: ++this.version });
	}

	live(): Map<string, string> {
		return new Map([...this.rows].filter(([, row]) => !row.is_retired).map(([key, row]) => [key, row.hash]));
	}
}

const usable = catalogs.filter((catalog) => catalog.item_family.length > 0);

test("after a sync the store holds exactly what the POS sent, and the same again writes nothing", async () => {
	await fc.assert(
		fc.asyncProperty(fc.array(usable, { minLength: 1, maxLength: 4 }), async (replies) => {
			const store = new Store();
			for (const reply of replies) {
				const { objects } = await check(reply);
				await store.sync(objects);
				const sent = objects.map((object): [string, string] => [`${object.kind}/${object.provider_id}`, object.hash]);
				expect(new Map([...store.live()].sort())).toEqual(new Map(sent.sort()));
				expect(await store.sync((await check(reply)).objects)).toBe(0);
			}
		}),
	);
});

test("an object keeps its stream_id however often it goes and comes back", async () => {
	await fc.assert(
		fc.asyncProperty(fc.array(usable, { minLength: 2, maxLength: 5 }), async (replies) => {
			const store = new Store();
			const ids = new Map<string, string>();
			for (const reply of replies) {
				await store.sync((await check(reply)).objects);
				for (const [key, row] of store.rows) {
					expect(row.stream_id).toBe(ids.get(key) ?? row.stream_id);
					ids.set(key, row.stream_id);
				}
			}
			expect(new Set(ids.values()).size).toBe(ids.size);
		}),
	);
});

test("versions only grow, and only when something was written", async () => {
	await fc.assert(
		fc.asyncProperty(fc.array(usable, { minLength: 1, maxLength: 5 }), async (replies) => {
			const store = new Store();
			for (const reply of replies) {
				const before = store.version;
				const written = await store.sync((await check(reply)).objects);
				expect(store.version).toBe(before + (written > 0 ? 1 : 0));
			}
		}),
	);
});

const tea = { provider_id: "tea", name: "Tea", price_amount: 300, price_currency: "usd" };
const family = "item_family/tea";

test("a stock change that the next catalog repeats is no change", async () => {
	const store = new Store();
	await store.sync((await check({ item_family: [{ ...tea, is_active: true }] })).objects);
	store.setActive(family, false);
	store.setActive("item/tea_item", false);
	expect(await store.sync((await check({ item_family: [{ ...tea, is_active: false }] })).objects)).toBe(0);
});

test("a later catalog that says otherwise has the last word", async () => {
	const store = new Store();
	await store.sync((await check({ item_family: [tea] })).objects);
	store.setActive(family, false);
	await store.sync((await check({ item_family: [tea] })).objects);
	expect(store.rows.get(family)?.hash).toMatch(/1$/);
});

test("a catalog that was fetched before a stock change does not undo it", async () => {
	const store = new Store();
	await store.sync((await check({ item_family: [tea] })).objects);
	const fetch_began_with = store.version;
	store.setActive(family, false);
	await store.sync((await check({ item_family: [{ ...tea, name: "Green tea" }] })).objects, fetch_began_with);
	expect(store.rows.get(family)?.hash).toMatch(/0$/);
	expect(
		await store.sync((await check({ item_family: [{ ...tea, name: "Green tea", is_active: false }] })).objects),
	).toBe(1);
});

test("another order of menus is a change, another order of items is none", async () => {
	const store = new Store();
	const menus = ["lunch", "dinner"].map((provider_id) => ({ provider_id, name: provider_id, category_ids: [] }));
	const items = ["a", "b"].map((provider_id) => ({ ...tea, provider_id }));
	const families = [{ provider_id: "f", name: "F", item_ids: ["a", "b"] }];
	await store.sync((await check({ item_family: families, item: items, menu: menus })).objects);
	expect(
		await store.sync((await check({ item_family: families, item: items.toReversed(), menu: menus })).objects),
	).toBe(0);
	expect(
		await store.sync((await check({ item_family: families, item: items, menu: menus.toReversed() })).objects),
	).toBe(2);
});
