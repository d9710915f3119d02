import type { OpeningTime } from "./store.ts";

const DAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];

/** Opening times as one text, the same for the same week in any order; empty when none are told. */
export function readHours(hours: readonly OpeningTime[] | null | undefined): string {
	if (!hours || hours.length === 0) return "";
	const rows = hours.map(({ day, from, to }) => `${day} ${clock(from)}-${clock(to)}`).sort();
	return [...new Set(rows)].map((row) => row.replace(/^\d/u, (day) => DAYS[Number(day)] ?? day)).join(", ");
}

function clock(time: string): string {
	const [hour = "", minute = ""] = time.split(":");
	return `${hour.padStart(2, "0")}:${minute.padStart(2, "0")}`;
}
