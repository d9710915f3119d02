import { Type } from "typebox";

/** Largest amount, count or id number that JSON carries without loss. */
const SAFE = Number.MAX_SAFE_INTEGER;
/** Last moment that a date can name, epoch milliseconds. */
const LAST_MOMENT = 8.64e15;

/** An id, ours or another system's: opaque, never empty, short enough for an index, contract.md E.3. */
export const Id = Type.String({ minLength: 1, maxLength: 255 });

/** Money that we send: whole minor units of the currency (2500 = 25.00), contract.md E.1. */
export const MinorUnits = Type.Integer({ minimum: -SAFE, maximum: SAFE, description: "Minor units of the currency" });

/** Money from outside: minor units too, but a fraction is rounded half up, not refused, contract.md F.1.4. */
export const AmountReceived = Type.Number({
	minimum: -SAFE,
	maximum: SAFE,
	description: "Minor units of the currency",
});

/** A moment in epoch milliseconds, contract.md E.1. */
export const EpochMs = Type.Number({ minimum: 0, maximum: LAST_MOMENT, description: "Epoch milliseconds" });

/** Number of units on an order line. */
export const Quantity = Type.Number({ minimum: -SAFE, maximum: SAFE });

/** Minutes that the kitchen needs, contract.md B.11. */
export const PrepTimeMinutes = Type.Number({ minimum: 0, maximum: SAFE, description: "Minutes" });

/** ISO 4217 code; compare without regard to case, contract.md E.2. */
export const Currency = Type.String({ description: "ISO 4217, compared without regard to case" });

/** ISO 4217 code in lower case, as DSPs and event partners get it, contract.md E.2. */
export const LowerCurrency = Type.String({ pattern: "^[a-z]{3}$", description: "ISO 4217 in lower case" });

/**
 * A value list that is closed on our side: we send only these. Another system that receives the field may relax it
 * with `compile(schema, { open_enums: true })`.
 */
export function closedEnum<const V extends readonly string[]>(values: V, description?: string) {
	return Type.Unsafe<V[number]>({ type: "string", enum: [...values], ...(description ? { description } : {}) });
}

/** A value list of someone else: the known values are documented, an unknown one never breaks, contract.md F.1.1. */
export function openEnum(values: readonly string[], description?: string) {
	return Type.String({ "x-known-values": [...values], ...(description ? { description } : {}) });
}
