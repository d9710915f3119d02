/** What may not hide a semicolon: quoted text, quoted names, dollar-quoted text, comments. */
const TOKEN =
	/'(?:[^']|'')*'|"(?:[^"]|"")*"|\$([A-Za-z_][A-Za-z_0-9]*)?\$[\s\S]*?\$\1\$|--[^\n]*|\/\*[\s\S]*?\*\/|;|[^'"$\-/;]+|[\s\S]/g;

/**
 * The commands of a migration file, one by one, without comments and without the closing semicolons. One command per
 * query call: several in one call become a single implicit transaction, and Citus refuses them (distributed.md rule 6).
 */
export function splitSql(text: string): string[] {
	const commands: string[] = [];
	let current = "";
	for (const [token] of text.matchAll(TOKEN)) {
		if (token === ";") {
			commands.push(current.trim());
			current = "";
		} else if (token.startsWith("--") || token.startsWith("/*")) {
			// a comment separates words as a blank does
			current += token.startsWith("--") ? "" : " ";
		} else {
			current += token;
		}
	}
	commands.push(current.trim());
	return commands.filter((command) => command !== "");
}
