/** Black or white: whichever can be read better on a colour given as #rrggbb. One of them always has 4.5:1. */
export function inkOn(colour: string): "#000000" | "#ffffff" {
	const light = luminance(colour);
	return (light + 0.05) / 0.05 > 1.05 / (light + 0.05) ? "#000000" : "#ffffff";
}

/** Papers of tokens.css on which a line of the accent may lie. */
const PAPERS = { light: ["#faf9f6", "#ffffff", "#f3f1ec"], dark: ["#131211", "#1b1a18", "#232120"] };
/** What WCAG asks of lines and shapes that say something, such as the focus. */
const LINE_CONTRAST = 3;

/** The colour, given as #rrggbb, moved towards black or white until a line of it can be seen on every paper of the scheme. */
export function lineOf(colour: string, scheme: "light" | "dark"): string {
	const end = scheme === "light" ? 0 : 255;
	for (let step = 0; step <= 20; step++) {
		const moved = mix(colour, end, step / 20);
		if (PAPERS[scheme].every((paper) => contrast(moved, paper) >= LINE_CONTRAST)) return moved;
	}
	return scheme === "light" ? "#000000" : "#ffffff";
}

/** How well two colours, given as #rrggbb, are told apart: 1 to 21. */
export function contrast(one: string, other: string): number {
	const [a, b] = [luminance(one), luminance(other)];
	return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

function mix(colour: string, end: number, share: number): string {
	const channels = [1, 3, 5].map((from) => {
		const value = Number.parseInt(colour.slice(from, from + 2), 16);
		return Math.round(value + (end - value) * share)
			.toString(16)
			.padStart(2, "0");
	});
	return `#${channels.join("")}`;
}

/** Relative luminance as WCAG defines it, 0 to 1. */
function luminance(colour: string): number {
	const channel = (from: number) => {
		const value = Number.parseInt(colour.slice(from, from + 2), 16) / 255;
		return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
	};
	return 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5);
}
