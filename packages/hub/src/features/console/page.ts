import { HubError } from "../../base/error.ts";

const DEFAULT_ROWS = 50;
const MAX_ROWS = 200;
/** Rows of a filter are counted so far; beyond it a count says "at least". */
export const COUNT_CAP = 10_000;

/** What a caller asked for: how many rows, and from behind which. */
export interface PageQuery {
	cursor?: string | undefined;
	limit?: string | undefined;
}

/** How many rows a page has. Error: `invalid_field`. */
export function limitOf(query: PageQuery): number {
	const limit = query.limit === undefined ? DEFAULT_ROWS : Number(query.limit);
	if (!Number.isInteger(limit) || limit < 1 || limit > MAX_ROWS)
		throw new HubError("invalid_field", { param: "limit", detail: `limit is a whole number from 1 to ${MAX_ROWS}.` });
	return limit;
}

/** The sort key of the row before the page: texts, as `cursorOf` wrote them; null for the first page. Error: `invalid_field`. */
export function readCursor<const Names extends readonly string[]>(
	query: PageQuery,
	names: Names,
	isRight: (key: Record<Names[number], string>) => boolean = () => true,
): Record<Names[number], string> | null {
	if (query.cursor === undefined) return null;
	const key = parse(query.cursor);
	const is_whole = Array.isArray(key) && key.length === names.length && key.every((part) => typeof part === "string");
	const named = is_whole ? Object.fromEntries(names.map((name, at) => [name, String(key[at])])) : undefined;
	if (named === undefined || !isRight(named as Record<Names[number], string>))
		throw new HubError("invalid_field", { param: "cursor", detail: "cursor is the next_cursor of the page before." });
	return named as Record<Names[number], string>;
}

/** A page of rows that were read one more than `limit`; `key` names the sort key of the last one. */
export function pageOfRows<Read, Row>(
	read: readonly Read[],
	limit: number,
	key: (row: Read) => readonly string[],
	show: (row: Read) => Row,
	now: number,
): { rows: Row[]; next_cursor?: string; as_of: number } {
	const shown = read.slice(0, limit);
	const last = shown.at(-1);
	return {
		rows: shown.map(show),
		...(read.length > limit && last !== undefined ? { next_cursor: cursorOf(key(last)) } : {}),
		as_of: now,
	};
}

/** The count of a filter as a page says it. */
export function totalOf(count: number): { total: number; total_is_exact: boolean } {
	return { total: Math.min(count, COUNT_CAP), total_is_exact: count <= COUNT_CAP };
}

/** Text that a person typed as a pattern of LIKE, which it cannot leave. */
export function likeOf(text: string | undefined): string | null {
	const trimmed = text?.trim().toLowerCase();
	return trimmed ? `%${trimmed.replaceAll(/[\\%_]/g, String.raw`\$&`)}%` : null;
}

function cursorOf(key: readonly string[]): string {
	return Buffer.from(JSON.stringify(key)).toString("base64url");
}

function parse(cursor: string): unknown {
	try {
		const text = Buffer.from(cursor, "base64url").toString("utf8");
		return text.includes("\\u0000") ? undefined : JSON.parse(text);
	} catch {
		return undefined;
	}
}
