import {
	chmodSync,
	existsSync,
	mkdirSync,
	mkdtempSync,
	readFileSync,
	realpathSync,
	rmSync,
	statSync,
	writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { locateBinaries } from "./embedded-binaries.ts";
import type { Runner } from "./embedded-runner.ts";

const OURSELVES: Runner = { uid: process.getuid?.() ?? -1, gid: process.getgid?.() ?? -1, is_switched: false };
const SOMEBODY_ELSE: Runner = { uid: 54321, gid: 54321, is_switched: true };

/** What npm unpacks for a platform, in small: no links yet, and files as a strict umask leaves them. */
function installed(): { native: string; copies: string } {
	const root = mkdtempSync(path.join(tmpdir(), "ticketrail-binaries-"));
	onTestFinished(() => rmSync(root, { recursive: true }));
	const native = path.join(root, "closed", "package", "native");
	for (const folder of ["bin", "lib"]) mkdirSync(path.join(native, folder), { recursive: true });
	writeFileSync(path.join(native, "..", "package.json"), '{"version":"18.0.0"}');
	writeFileSync(path.join(native, "bin", "postgres"), "#!/bin/sh\n", { mode: 0o700 });
	writeFileSync(path.join(native, "lib", "libpq.so.5.18"), "library", { mode: 0o600 });
	const links = [{ source: "native/lib/libpq.so.5.18", target: "native/lib/libpq.so.5" }];
	writeFileSync(path.join(native, "pg-symlinks.json"), JSON.stringify(links));
	chmodSync(path.join(root, "closed"), 0o700);
	return { native, copies: path.join(root, "copies") };
}

test("the binaries of npm are found on this machine", () => {
	expect(existsSync(path.join(locateBinaries(OURSELVES), "initdb"))).toBe(true);
});

test("links that the package's install script would have made are made at the first start", () => {
	const { native } = installed();
	for (const _ of ["first start", "second start"]) {
		expect(locateBinaries(OURSELVES, { native })).toBe(path.join(native, "bin"));
		expect(readFileSync(path.join(native, "lib", "libpq.so.5"), "utf8")).toBe("library");
	}
});

test("binaries below a folder that PostgreSQL's user cannot enter are copied to one that it can", () => {
	const { native, copies } = installed();
	const bin = locateBinaries(SOMEBODY_ELSE, { native, copies });
	expect(bin).toBe(path.join(copies, "postgresql-18.0.0", "bin"));
	expect(statSync(path.join(bin, "postgres")).mode & 0o777).toBe(0o755);
	const link = path.join(bin, "..", "lib", "libpq.so.5");
	expect(realpathSync(link)).toBe(realpathSync(path.join(copies, "postgresql-18.0.0", "lib", "libpq.so.5.18")));
	expect(statSync(link).mode & 0o777).toBe(0o644);
	expect(locateBinaries(SOMEBODY_ELSE, { native, copies })).toBe(bin);
});

test("a copy that cannot be made is explained with what to do instead", () => {
	const { native } = installed();
	const copies = path.join(native, "bin", "postgres", "no folder");
	expect(() => locateBinaries(SOMEBODY_ELSE, { native, copies })).toThrow(/as an ordinary user.*DATABASE_URL/);
});
