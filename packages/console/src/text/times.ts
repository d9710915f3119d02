import { agoFormat, dateFormat, numberFormat } from "./formats.ts";

const SECOND = 1_000;
const UNITS: readonly [Intl.RelativeTimeFormatUnit, number][] = [
	["day", 86_400 * SECOND],
	["hour", 3_600 * SECOND],
	["minute", 60 * SECOND],
	["second", SECOND],
];

/** A moment against now, in the largest unit that fits: "3 min. ago", "in 6 days". Both in epoch milliseconds. */
export function formatAgo(at: number, now: number, language: string): string {
	const distance = at - now;
	const format = agoFormat(language, { numeric: "always", style: "short" });
	const [unit, length] = UNITS.find(([, size]) => Math.abs(distance) >= size) ?? ["second", SECOND];
	return format.format(Math.trunc(distance / length), unit);
}

/** A span as people say it: "0.4 s", "118 ms", "2 min 5 s". */
export function formatSpan(ms: number, language: string): string {
	const number = (value: number, digits = 0) => numberFormat(language, { maximumFractionDigits: digits }).format(value);
	if (Math.abs(ms) < SECOND) return `${number(ms)} ms`;
	if (Math.abs(ms) < 60 * SECOND) return `${number(ms / SECOND, 1)} s`;
	const minutes = Math.floor(ms / 60_000);
	if (minutes < 60) return `${number(minutes)} min ${number(Math.floor((ms % 60_000) / SECOND))} s`;
	const hours = Math.floor(minutes / 60);
	if (hours < 48) return `${number(hours)} h ${number(minutes % 60)} min`;
	return `${number(Math.floor(hours / 24))} d`;
}

/** Minutes and seconds left, "1:05"; negative once it is over. */
export function formatLeft(ms: number): string {
	const seconds = Math.ceil(Math.abs(ms) / SECOND);
	const text = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
	return ms < 0 ? `−${text}` : text;
}

/** Clock time in a zone, with the date where it is not today there. */
export function formatClock(
	at: number,
	options: { zone?: string | undefined; now: number; language: string; seconds?: boolean },
): string {
	const { zone, now, language, seconds } = options;
	const base = zone === undefined ? {} : { timeZone: zone };
	const day = dateFormat("en-CA", { ...base, dateStyle: "short" });
	const is_today = day.format(at) === day.format(now);
	return dateFormat(language, {
		...base,
		hour: "2-digit",
		minute: "2-digit",
		hourCycle: "h23",
		...(seconds ? { second: "2-digit" } : {}),
		...(is_today ? {} : { day: "numeric", month: "short" }),
	}).format(at);
}

/** Date and time in full, in a zone. */
export function formatFull(at: number, zone: string | undefined, language: string): string {
	return dateFormat(language, {
		...(zone === undefined ? {} : { timeZone: zone }),
		dateStyle: "medium",
		timeStyle: "medium",
		hourCycle: "h23",
	}).format(at);
}

/** The place that a zone is named after: "New York". */
export function zoneName(zone: string): string {
	return zone.slice(zone.lastIndexOf("/") + 1).replaceAll("_", " ");
}
