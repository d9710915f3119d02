/** One block to paste into a ticket (product.md 4.7): ids, times in UTC, codes. The caller hands in nothing of a person. */
export function supportText(facts: Readonly<Record<string, string | null | undefined>>): string {
	return Object.entries(facts)
		.filter(([, value]) => value)
		.map(([name, value]) => `${name.replaceAll("_", " ")}: ${value}`)
		.join("\n");
}
