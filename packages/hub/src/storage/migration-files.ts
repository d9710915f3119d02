import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { splitSql } from "./split-sql.ts";

/** One step of the schema: `migrations/0001_init.sql`. */
export interface Migration {
	version: number;
	/** File name without `.sql`. */
	name: string;
	/** SHA-256 of the file with `\n` line ends, so that a checkout on another system has the same. */
	checksum: string;
	commands: string[];
}

/**
 * The hub's migrations in order.
 * @throws Error when the numbers are not 1, 2, 3, … or a name is not of the form `0001_words.sql`: a mistake of ours.
 */
export function readMigrations(folder: URL = new URL("./migrations/", import.meta.url)): Migration[] {
	const files = readdirSync(folder).sort();
	return files.map((file, index) => {
		const [, number, words] = /^(\d{4})_([a-z0-9_]+)\.sql$/.exec(file) ?? [];
		if (number === undefined || Number(number) !== index + 1) {
			throw new Error(`migrations/${file}: expected ${String(index + 1).padStart(4, "0")}_words.sql`);
		}
		const text = readFileSync(new URL(file, folder), "utf8").replaceAll("\r\n", "\n");
		return {
			version: Number(number),
			name: `${number}_${words}`,
			checksum: createHash("sha256").update(text).digest("hex"),
			commands: splitSql(text),
		};
	});
}
