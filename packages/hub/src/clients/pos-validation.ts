import type { PosValidationLists } from "@ticketrail/contract";
import { asRecord, asText, plainText } from "./reply.ts";

/** Entries of one list that are looked at; a longer list says nothing more. */
const ENTRIES_MAX = 500;
const ID_MAX = 255;

/**
 * The `posValidation` of a refusal (contract.md B.6), read leniently: each list is optional, an entry that cannot be read
 * is left out, `order_error` is open (F-34). Undefined: the body carries none.
 */
export function readPosValidation(reply: unknown): PosValidationLists | undefined {
	const { posValidation } = asRecord(reply);
	if (typeof posValidation !== "object" || posValidation === null) return undefined;
	const lists = asRecord(posValidation);
	return {
		...listed("stockValidation", lists.stockValidation, (entry) => {
			const provider_id = asText(entry.provider_id);
			if (provider_id === undefined || provider_id.length > ID_MAX) return undefined;
			return { type: asText(entry.type) ?? "item", provider_id, quantity: amount(entry.quantity) };
		}),
		...listed("orderTotalsValidation", lists.orderTotalsValidation, (entry) => {
			return { posTotal: amount(entry.posTotal), streamTotal: amount(entry.streamTotal) };
		}),
		...listed("orderValidation", lists.orderValidation, (entry) => {
			const reason = asText(entry.order_error_reason);
			const order_error = plainText(asText(entry.order_error) ?? "other", 100);
			return { order_error, ...(reason !== undefined && { order_error_reason: plainText(reason) }) };
		}),
	};
}

function listed<T>(
	name: string,
	value: unknown,
	read: (entry: Record<string, unknown>) => T | undefined,
): Record<string, T[]> {
	if (!Array.isArray(value)) return {};
	const entries = value.slice(0, ENTRIES_MAX).flatMap((entry): T[] => {
		const known = typeof entry === "object" && entry !== null ? read(asRecord(entry)) : undefined;
		return known === undefined ? [] : [known];
	});
	return entries.length === 0 ? {} : { [name]: entries };
}

function amount(value: unknown): number {
	return typeof value === "number" && Number.isFinite(value) ? value : 0;
}
