import type { MenuChange } from "@ticketrail/contract";
import type { FlatMenu, MenuEntry } from "./flatten-menu.ts";

/**
 * What has to change on a channel so that it shows `next` instead of `live`. With `isOtherForm` the two came from files of
 * different versions, and only fields that both can say are compared.
 */
export function diffMenus(live: FlatMenu, next: FlatMenu, isOtherForm = false): MenuChange[] {
	const changes: MenuChange[] = [];
	for (const [key, entry] of next) {
		const before = live.get(key);
		if (before === undefined) changes.push({ change: "added", ...nameOf(entry) });
		else {
			const fields = changedFields(before, entry, isOtherForm);
			if (fields.length > 0) changes.push({ change: "changed", ...nameOf(entry), fields });
		}
	}
	for (const [key, entry] of live) if (!next.has(key)) changes.push({ change: "removed", ...nameOf(entry) });
	return changes;
}

function nameOf({ kind, stream_id, name }: MenuEntry): Pick<MenuChange, "kind" | "stream_id" | "name"> {
	return { kind, stream_id, name };
}

function changedFields(before: MenuEntry, after: MenuEntry, isOtherForm: boolean) {
	const old_fields: Record<string, unknown> = { name: before.name, ...before.fields };
	const new_fields: Record<string, unknown> = { name: after.name, ...after.fields };
	const names = new Set([...Object.keys(old_fields), ...Object.keys(new_fields)]);
	return [...names].flatMap((field) => {
		const old = old_fields[field];
		const now = new_fields[field];
		if (isOtherForm && (old === undefined || now === undefined)) return [];
		if (old === now || textOf(old) === textOf(now)) return [];
		return [{ field, ...(old === undefined ? {} : { old }), ...(now === undefined ? {} : { new: now }) }];
	});
}

/** The value as text in which the order of an object's fields does not count. */
function textOf(value: unknown): string | undefined {
	return JSON.stringify(value, (_field, part) =>
		typeof part === "object" && part !== null && !Array.isArray(part)
			? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
			: part,
	);
}
