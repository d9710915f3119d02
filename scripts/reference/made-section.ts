const BEGIN = "<!-- Made by `npm run docs`: begin -->";
const END = "<!-- Made by `npm run docs`: end -->";

/** A page written by hand with its made section brought up to date. Throws when the page has no place for one. */
export function replaceMadeSection(page: string, section: string): string {
	const [from, to] = [page.indexOf(BEGIN), page.indexOf(END)];
	if (from < 0 || to < from) throw new Error(`The page has no lines ${BEGIN} and ${END}.`);
	return `${page.slice(0, from)}${BEGIN}\n\n${section}\n\n${page.slice(to)}`;
}
