import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { inflate } from "@sparticuz/chromium";

// A program of its own, since the package unpacks into the temporary directory and no other: browser.ts starts it with
// TMPDIR set to the directory that shall hold the browser.
const archives = join(dirname(fileURLToPath(import.meta.resolve("@sparticuz/chromium"))), "..", "bin");
for (const name of ["chromium.br", "fonts.tar.br", "swiftshader.tar.br", "al2023.tar.br"]) {
	await inflate(join(archives, name));
}
