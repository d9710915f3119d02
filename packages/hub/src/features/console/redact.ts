/** What stands where something is not shown. */
const HIDDEN = "[hidden]";

/** Fields that are nobody's at the console, wherever they stand. */
const SECRET: ReadonlySet<string> = new Set([
	"access_token",
	"refresh_token",
	"client_secret",
	"webhook_secret",
	"authorization",
	"password",
	"code",
	"download_url",
]);
/** Fields that tell of a customer or a courier, for those who may not see them. */
const PERSONAL: ReadonlySet<string> = new Set([
	"customers",
	"customer",
	"customer_name",
	"customer_phone",
	"customer_email",
	"delivery_address",
	"special_instructions",
	"fulfillment_instructions",
	"driver_details",
	"driver",
]);

/** A payload as somebody may see it. */
export interface Shown {
	text: string;
	is_redacted: boolean;
}

/**
 * A payload as it went over the wire, with secrets hidden always, and people where `may_see_people` is false. What is no JSON
 * is shown only to those who may see people.
 */
export function redact(text: string, may_see_people: boolean): Shown {
	let is_redacted = false;
	const hidden = (name: string) => {
		const is_hidden = SECRET.has(name) || (!may_see_people && PERSONAL.has(name));
		is_redacted ||= is_hidden;
		return is_hidden;
	};
	const walk = (value: unknown): unknown => {
		if (Array.isArray(value)) return value.map(walk);
		if (value === null || typeof value !== "object") return value;
		return Object.fromEntries(
			Object.entries(value).map(([name, part]) => [
				name,
				part !== null && part !== "" && hidden(name) ? HIDDEN : walk(part),
			]),
		);
	};
	try {
		const parsed: unknown = JSON.parse(text);
		const shown = walk(parsed);
		// untouched bytes stay as they came: number spellings and all
		return { text: is_redacted ? JSON.stringify(shown) : text, is_redacted };
	} catch {
		return may_see_people || text === "" ? { text, is_redacted: false } : { text: HIDDEN, is_redacted: true };
	}
}
