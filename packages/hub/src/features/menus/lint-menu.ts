import { type MenuFinding, type MenuRulesV2, type Schedule, WEEKDAYS } from "@ticketrail/contract";
import type { FlatMenu, MenuEntry } from "./flatten-menu.ts";

const SHORT_MINUTES = 60;
const DAY_MINUTES = 1440;
const ALCOHOL =
	/\b(beer|wine|ale|lager|stout|cider|whisk(e)?y|vodka|gin|rum|tequila|mezcal|prosecco|champagne|sake|cocktail)\b/i;
const NO_ALCOHOL =
	/\b(root beer|ginger (ale|beer)|non[- ]?alcoholic|alcohol[- ]free|virgin|vinegar|batter(ed)?|sauce|cake)\b/i;

/**
 * What channels refuse, show wrongly or cannot sell of a menu (contract.md B.4.4, C.6): choices that nobody can make, hours
 * shorter than an hour, prices of zero, a missing age check, pictures that cannot be fetched or break a rule (B.4.8).
 */
export function lintMenu(
	menu: FlatMenu,
	image_problems: readonly { url: string; problem: string }[] = [],
): MenuFinding[] {
	const findings: MenuFinding[] = [];
	const problems = new Map(image_problems.map(({ url, problem }) => [url, problem]));
	const currencies = new Map<unknown, MenuEntry>();
	for (const entry of menu.values()) {
		const say = (level: MenuFinding["level"], rule: string, message: string) => {
			const { kind, stream_id, name } = entry;
			findings.push({ level, rule, kind, stream_id, name, message });
		};
		if (entry.name.trim() === "") say("error", "name_empty", "has no name");
		if (entry.kind === "menu") lintHours(entry.fields.schedule as Schedule, say);
		if (entry.kind === "modifier_group") lintRules(menu, entry, say);
		if (entry.kind === "item_family") lintFamily(entry, say);
		if (entry.kind === "item_family" || entry.kind === "modifier") lintImages(entry, problems, say);
		if (entry.kind === "item" && entry.fields.price === 0) say("warning", "price_zero", "costs nothing");
		if (entry.kind === "item" || entry.kind === "modifier") {
			if (!currencies.has(entry.fields.currency)) currencies.set(entry.fields.currency, entry);
		}
	}
	const [, other] = currencies.values();
	if (other !== undefined) {
		const { kind, stream_id, name } = other;
		const message = `has another currency than the rest of the menu: ${[...currencies.keys()].join(", ")}`;
		findings.push({ level: "error", rule: "currency_mixed", kind, stream_id, name, message });
	}
	return findings;
}

type Say = (level: MenuFinding["level"], rule: string, message: string) => void;

function lintHours(schedule: Schedule, say: Say): void {
	const spans = WEEKDAYS.flatMap((day, index) =>
		schedule[day].map((slot) => {
			const [start = 0, end = 0] = slot.split("-").map(minutesOf);
			return { day, slot, start: index * DAY_MINUTES + start, end: index * DAY_MINUTES + end };
		}),
	);
	if (spans.length === 0) say("warning", "never_open", "has no hours on any day");
	const week = WEEKDAYS.length * DAY_MINUTES;
	const by_end = new Map(spans.map((span) => [span.end % week, span]));
	const by_start = new Map(spans.map((span) => [span.start, span]));
	for (const { day, slot, start, end } of spans) {
		// a slot over midnight stands in the file as two
		const minutes = end - start + lengthOf(by_end.get(start)) + lengthOf(by_start.get(end % week));
		if (minutes < SHORT_MINUTES) say("warning", "hours_short", `is open for less than an hour on ${day}: ${slot}`);
	}
}

function lengthOf(span: { start: number; end: number } | undefined): number {
	return span === undefined ? 0 : span.end - span.start;
}

function minutesOf(time: string): number {
	const [hours = 0, minutes = 0] = time.split(":").map(Number);
	return hours * 60 + minutes;
}

function lintRules(menu: FlatMenu, { fields }: MenuEntry, say: Say): void {
	const ids = fields.modifier_ids as string[];
	const rules = (fields.rules ?? {}) as MenuRulesV2;
	const least = rules.minimum_unique_modifiers_allowed ?? 0;
	const most = rules.maximum_unique_modifiers_allowed;
	const onSale = ids.filter((id) => menu.get(`modifier/${id}`)?.fields.is_active !== false).length;
	if (most !== undefined && least > most)
		say("error", "min_over_max", `asks for at least ${least} and at most ${most}`);
	else if (least > ids.length) say("error", "min_over_choice", `asks for at least ${least} of ${ids.length}`);
	else if (least > onSale) say("error", "choice_sold_out", `asks for at least ${least}, and ${onSale} are on sale`);
	else if (onSale === 0) say("warning", "group_empty", "has nothing on sale to choose from");
	if (most === 0) say("warning", "max_zero", "lets nobody choose anything");
}

function lintFamily({ name, fields }: MenuEntry, say: Say): void {
	if (fields.is_alcohol === undefined && ALCOHOL.test(name) && !NO_ALCOHOL.test(name))
		say("warning", "alcohol_flag", "sounds like alcohol, and is_alcohol does not say whether it is");
}

function lintImages({ fields }: MenuEntry, problems: ReadonlyMap<string, string>, say: Say): void {
	for (const { url } of (fields.images ?? []) as { url: string }[]) {
		const problem = problems.get(url);
		if (!url.startsWith("https://")) say("warning", "image_address", `has a picture that is not on https: ${url}`);
		if (problem !== undefined) say("warning", "image_rules", `has a picture that ${problem}: ${url}`);
	}
}
