import { createHash, type Hash } from "node:crypto";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import type { ItemV1, MenuFileV1, MenuFileV2, ModifierGroupV1 } from "@ticketrail/contract";

/** Characters written between two turns of the event loop. */
const PIECE = 262_144;
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
	const groups = new Map<ModifierGroupV1, string>();
	yield `{"menus":[`;
	for (const [menu_index, { categories, ...menu }] of menus.entries()) {
		yield `${comma(menu_index)}${open(menu)}"categories":[`;
		for (const [category_index, { items, ...category }] of categories.entries()) {
			yield `${comma(category_index)}${open(category)}"items":[`;
			for (const [item_index, item] of items.entries()) yield comma(item_index) + textOf(item, groups);
			yield "]}";
		}
		yield "]}";
	}
	yield `],${JSON.stringify(rest).slice(1)}`;
}

/** An item, whose groups are shared with others and written down once. */
function textOf({ modifier_groups, ...item }: ItemV1, known: Map<ModifierGroupV1, string>): string {
	const texts = modifier_groups.map((group) => {
		const text = known.get(group) ?? JSON.stringify(group);
		known.set(group, text);
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
