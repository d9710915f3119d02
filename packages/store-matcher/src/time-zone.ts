/** Instants at which zones are compared: both halves of a year, and the weeks in which only some have changed their clocks. */
const INSTANTS = ["2026-01-15", "2026-03-20", "2026-07-15", "2026-10-28"].map((day) => new Date(`${day}T12:00:00Z`));

/**
 * How the clocks of an IANA zone go, as a text to compare: `US/Pacific` and `America/Los_Angeles` are one. Empty for a name that
 * is none.
 */
export function readTimeZone(name: string): string {
	try {
		const format = new Intl.DateTimeFormat("en-US", { timeZone: name, timeZoneName: "longOffset" });
		return INSTANTS.map((at) => format.formatToParts(at).find((part) => part.type === "timeZoneName")?.value).join(" ");
	} catch {
		return "";
	}
}
