import type { Schedule, ScheduleReceived } from "../pos/schedule.ts";
import type { FieldProblem } from "../problem-text.ts";
import { WEEKDAYS } from "../values/menu.ts";

const SLOT = /^ ?(\d{1,2}):(\d{2}) ?[-–] ?(\d{1,2}):(\d{2}) ?$/;
const DAY_END = 24 * 60;

/** One slot as we emit it: `HH:mm-HH:mm` within its day, and what of it falls on the next day. */
export type NormalSlot = { today: string; tomorrow: string | undefined };

/**
 * A slot of a schedule in the emitted form, contract.md E.13. Hours may lack the leading zero; a slot that ends at or
 * before its start runs over midnight and is split at 24:00. `undefined`: not readable as a slot.
 */
export function normalizeSlot(slot: string): NormalSlot | undefined {
	const span = parse(slot);
	if (span === undefined) return undefined;
	if (span.end > span.start) return { today: write(span), tomorrow: undefined };
	const tomorrow = span.end === 0 ? undefined : write({ start: 0, end: span.end });
	return { today: write({ start: span.start, end: DAY_END }), tomorrow };
}

/**
 * A whole week in the emitted form, contract.md E.13: all seven days, slots in order, overlapping ones joined, those
 * over midnight split. A missing day is closed. Slots that cannot be read are left out and told in `notes`.
 */
export function normalizeSchedule(received: ScheduleReceived): { schedule: Schedule; notes: FieldProblem[] } {
	const notes: FieldProblem[] = [];
	const slots = WEEKDAYS.map((): string[] => []);
	for (const [index, day] of WEEKDAYS.entries()) {
		for (const [place, slot] of (received[day] ?? []).entries()) {
			const normal = normalizeSlot(slot);
			if (normal === undefined) {
				notes.push({ path: `/${day}/${place}`, message: "is no slot of the form HH:mm-HH:mm and was left out" });
				continue;
			}
			slots[index]?.push(normal.today);
			if (normal.tomorrow) slots[(index + 1) % WEEKDAYS.length]?.push(normal.tomorrow);
		}
	}
	const days = WEEKDAYS.map((day, index) => [day, join(slots[index] ?? [])]);
	return { schedule: Object.fromEntries(days) as Schedule, notes };
}

type Span = { start: number; end: number };

function parse(slot: string): Span | undefined {
	const [, start_hour, start_minute, end_hour, end_minute] = SLOT.exec(slot) ?? [];
	const start = minutes(start_hour, start_minute);
	const end = minutes(end_hour, end_minute);
	if (start === undefined || end === undefined || start === DAY_END) return undefined;
	return { start, end };
}

function minutes(hour: string | undefined, minute: string | undefined): number | undefined {
	if (hour === undefined || minute === undefined || Number(minute) > 59) return undefined;
	const total = Number(hour) * 60 + Number(minute);
	return total <= DAY_END ? total : undefined;
}

function write({ start, end }: Span): string {
	return `${clock(start)}-${clock(end)}`;
}

function clock(total: number): string {
	return `${String(Math.floor(total / 60)).padStart(2, "0")}:${String(total % 60).padStart(2, "0")}`;
}

function join(slots: readonly string[]): string[] {
	const spans = slots.flatMap((slot) => parse(slot) ?? []).sort((a, b) => a.start - b.start);
	const joined: Span[] = [];
	for (const span of spans) {
		const last = joined.at(-1);
		if (last && span.start < last.end) last.end = Math.max(last.end, span.end);
		else joined.push({ ...span });
	}
	return joined.map(write);
}
