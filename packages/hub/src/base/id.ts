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
