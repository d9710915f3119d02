import { mkdtempSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { BUNDLE_NOTE, freshBundle } from "./bundle.ts";

/** A bundle that was just made from one source. */
function madeBundle() {
	const folder = mkdtempSync(path.join(tmpdir(), "ticketrail-bundle-"));
	onTestFinished(() => rmSync(folder, { recursive: true }));
	const source = path.join(folder, "source.ts");
	writeFileSync(source, "export {};\n");
	const { size, mtimeMs } = statSync(source);
	const note = { entry: "command.js", made_from: [{ file: "source.ts", size, mtime_ms: mtimeMs }] };
	writeFileSync(path.join(folder, BUNDLE_NOTE), JSON.stringify(note));
	return { folder, source };
}

test("a bundle is the hub as long as its sources are what it was made from", () => {
	const { folder, source } = madeBundle();
	expect(freshBundle(folder)).toBe(path.join(folder, "command.js"));
	const { atime, mtime } = statSync(source);
	utimesSync(source, atime, new Date(mtime.getTime() + 1_000));
	expect(freshBundle(folder)).toBeUndefined();
});

test("the sources are the hub where there is no bundle, where one of them has gone, and where the note was cut short", () => {
	expect(freshBundle(path.join(tmpdir(), "nothing-here"))).toBeUndefined();
	const { folder, source } = madeBundle();
	rmSync(source);
	expect(freshBundle(folder)).toBeUndefined();
	writeFileSync(path.join(folder, BUNDLE_NOTE), '{"entry":');
	expect(freshBundle(folder)).toBeUndefined();
});
