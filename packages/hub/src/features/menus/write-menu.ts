import { createHash, type Hash } from "node:crypto";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import type { ItemV1, MenuFileV1, MenuFileV2, ModifierGroupV1 } from "@ticketrail/contract";

/** Characters written between two turns of the event loop. */
const PIECE = 65_536;
/** The quickest: a nested file repeats itself so much that it shrinks to a tenth in any case. */
const GZIP_LEVEL = 1;

/** A menu file in either form (contract.md C.6). */
export type MenuFile = MenuFileV1 | MenuFileV2;

/** A menu file as it is stored and fetched. */
export interface WrittenMenu {
	/** JSON in UTF-8, with gzip */
	file: Buffer;
	/** of the JSON */
	hash: string;
}

/**
 * Write a menu file down as JSON, exactly as `JSON.stringify` would, piece by piece, and compress it: nesting makes a file
 * several times as large as its catalog, so one long `stringify` would hold up orders, and the whole text fill the memory.
 */
export async function writeMenu(file: MenuFile): Promise<WrittenMenu> {
	const digest = createHash("sha256");
	const written: Buffer[] = [];
	await pipeline(piecesOf(file, digest), createGzip({ level: GZIP_LEVEL }), async (parts: AsyncIterable<Buffer>) => {
		for await (const part of parts) written.push(part);
	});
	return { file: Buffer.concat(written), hash: digest.digest("base64url") };
}

function* piecesOf(file: MenuFile, digest: Hash): Generator<Buffer> {
	let waiting: string[] = [];
	let length = 0;
	for (const text of "categories" in file ? flatTexts(file) : nestedTexts(file)) {
		waiting.push(text);
		length += text.length;
		if (length < PIECE) continue;
		yield next();
	}
	yield next();

	function next(): Buffer {
		const piece = Buffer.from(waiting.join(""));
		digest.update(piece);
		waiting = [];
		length = 0;
		return piece;
	}
}

function* nestedTexts({ menus, ...rest }: MenuFileV1): Generator<string> {
	const shared = sharedGroups(menus);
	yield `{"menus":[`;
	for (const [menu_index, { categories, ...menu }] of menus.entries()) {
		yield `${comma(menu_index)}${open(menu)}"categories":[`;
		for (const [category_index, { items, ...category }] of categories.entries()) {
			yield `${comma(category_index)}${open(category)}"items":[`;
			for (const [item_index, item] of items.entries()) yield comma(item_index) + textOf(item, shared);
			yield "]}";
		}
		yield "]}";
	}
	yield `],${JSON.stringify(rest).slice(1)}`;
}

/** A group that several items share: written down once, and kept for those that are still to come. */
interface SharedGroup {
	uses: number;
	text?: string;
}

function sharedGroups(menus: MenuFileV1["menus"]): Map<ModifierGroupV1, SharedGroup> {
	const groups = new Map<ModifierGroupV1, SharedGroup>();
	for (const { categories } of menus) {
		for (const { items } of categories) {
			for (const { modifier_groups } of items) {
				for (const group of modifier_groups) {
					const known = groups.get(group);
					if (known === undefined) groups.set(group, { uses: 1 });
					else known.uses++;
				}
			}
		}
	}
	return groups;
}

function textOf({ modifier_groups, ...item }: ItemV1, shared: Map<ModifierGroupV1, SharedGroup>): string {
	const texts = modifier_groups.map((group) => {
		const known = shared.get(group) ?? { uses: 1 };
		const text = known.text ?? JSON.stringify(group);
		if (--known.uses > 0) known.text = text;
		else shared.delete(group);
		return text;
	});
	return `${open(item)}"modifier_groups":[${texts.join(",")}]}`;
}

function* flatTexts(file: MenuFileV2): Generator<string> {
	for (const [index, [field, value]] of Object.entries(file).entries()) {
		yield `${index === 0 ? "{" : ","}${JSON.stringify(field)}:`;
		if (!Array.isArray(value)) yield JSON.stringify(value);
		else {
			yield "[";
			for (const [place, entry] of value.entries()) yield comma(place) + JSON.stringify(entry);
			yield "]";
		}
	}
	yield "}";
}

/** An object without its closing brace, ready for one field more. */
function open(fields: object): string {
	return `${JSON.stringify(fields).slice(0, -1)},`;
}

function comma(index: number): string {
	return index === 0 ? "" : ",";
}
