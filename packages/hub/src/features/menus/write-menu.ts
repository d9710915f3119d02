import { createHash } from "node:crypto";
import { setImmediate } from "node:timers/promises";
import type { MenuFileV1, MenuFileV2 } from "@ticketrail/contract";

/** Characters written between two turns of the event loop. */
const PIECE = 262_144;

/** A menu file in either form (contract.md C.6). */
export type MenuFile = MenuFileV1 | MenuFileV2;

/** A menu file as it is stored and fetched. */
export interface WrittenMenu {
	/** JSON in UTF-8 */
	bytes: Buffer;
	/** of the bytes */
	hash: string;
}

/**
 * Write a menu file down as JSON, exactly as `JSON.stringify` would, piece by piece: nesting makes a file several times as
 * large as its catalog, and one long `stringify` would hold up orders.
 */
export async function writeMenu(file: MenuFile): Promise<WrittenMenu> {
	const digest = createHash("sha256");
	const written: Buffer[] = [];
	let waiting = "";
	for (const text of "categories" in file ? flatTexts(file) : nestedTexts(file)) {
		waiting += text;
		if (waiting.length < PIECE) continue;
		flush();
		await setImmediate();
	}
	flush();
	return { bytes: Buffer.concat(written), hash: digest.digest("base64url") };

	function flush(): void {
		const piece = Buffer.from(waiting);
		digest.update(piece);
		written.push(piece);
		waiting = "";
	}
}

function* nestedTexts({ menus, ...rest }: MenuFileV1): Generator<string> {
	yield `{"menus":[`;
	for (const [menu_index, { categories, ...menu }] of menus.entries()) {
		yield `${comma(menu_index)}${open(menu)}"categories":[`;
		for (const [category_index, { items, ...category }] of categories.entries()) {
			yield `${comma(category_index)}${open(category)}"items":[`;
			for (const [item_index, item] of items.entries()) yield comma(item_index) + JSON.stringify(item);
			yield "]}";
		}
		yield "]}";
	}
	yield `],${JSON.stringify(rest).slice(1)}`;
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
