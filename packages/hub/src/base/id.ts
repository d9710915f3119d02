import { v7 } from "uuid";

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** A new id: UUIDv7, so that keys grow with time. Made in Node, never by the database (distributed.md rule 7). */
export function newId(): string {
	return v7();
}

/** Whether a caller's string can be one of our ids at all. Anything else is "not found", never a database error. */
export function isId(value: unknown): value is string {
	return typeof value === "string" && UUID.test(value);
}

/** The least id that can have been made at `at` (epoch ms) or later: where a search by time may begin. */
export function oldestIdOf(at: number): string {
	const hex = Math.max(0, Math.floor(at)).toString(16).padStart(12, "0");
	return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-000000000000`;
}
