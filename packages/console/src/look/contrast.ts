/** Black or white: whichever can be read better on a colour given as #rrggbb. One of them always has 4.5:1. */
export function inkOn(colour: string): "#000000" | "#ffffff" {
	const light = luminance(colour);
	return (light + 0.05) / 0.05 > 1.05 / (light + 0.05) ? "#000000" : "#ffffff";
}

/** Relative luminance as WCAG defines it, 0 to 1. */
function luminance(colour: string): number {
	const channel = (from: number) => {
		const value = Number.parseInt(colour.slice(from, from + 2), 16) / 255;
		return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
	};
	return 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5);
}
