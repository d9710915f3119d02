import { readFileSync } from "node:fs";
import { HubError } from "../base/error.ts";

/** The secret in the file that an option names, `-` = stdin; undefined without the option. Throws `invalid_field`. */
export function readSecret(file: unknown, option: string): string | undefined {
	if (typeof file !== "string") return undefined;
	try {
		return readFileSync(file === "-" ? 0 : file, "utf8").trim();
	} catch (error) {
		const { code } = error as NodeJS.ErrnoException;
		throw new HubError("invalid_field", { detail: `the file cannot be read (${code})`, param: option, cause: error });
	}
}
