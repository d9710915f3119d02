import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { gunzipSync } from "node:zlib";
import { afterEach, beforeEach, expect, test } from "vitest";
import { consoleFileEndpoints } from "./console-files.ts";
import { takesGzip } from "./gzip.ts";

const SCRIPT = "export const answer = 42;\n".repeat(100);
let folder: string;

beforeEach(() => {
	folder = mkdtempSync(path.join(tmpdir(), "ticketrail-built-"));
	mkdirSync(path.join(folder, "assets"));
	writeFileSync(path.join(folder, "index.html"), "<!doctype html>");
	writeFileSync(path.join(folder, "assets/app-1.js"), SCRIPT);
});
afterEach(() => rmSync(folder, { recursive: true }));

async function get(accept_encoding?: string): Promise<{ body: Buffer; headers: Record<string, string> }> {
	const found = consoleFileEndpoints(folder).find((one) => one.path === "/assets/app-1.js");
	const call = { headers: accept_encoding === undefined ? {} : { "accept-encoding": accept_encoding } };
	return (await found?.handler(call as never)) as never;
}

test("a file of the console is packed for who reads gzip, and plain for others", async () => {
	const packed = await get("br, gzip");
	expect(packed.headers).toMatchObject({ "content-encoding": "gzip", vary: "accept-encoding" });
	expect(gunzipSync(packed.body).toString()).toBe(SCRIPT);
	for (const plain of [await get(), await get("br"), await get("gzip;q=0")]) {
		expect(plain.headers).not.toHaveProperty("content-encoding");
		expect(plain.body.toString()).toBe(SCRIPT);
	}
});

test("no gzip for who refuses it", () => {
	expect(["gzip", "deflate, gzip;q=0.5", "*"].map(takesGzip)).toEqual([true, true, true]);
	expect([undefined, "", "gzip;q=0", "br"].map(takesGzip)).toEqual([false, false, false, false]);
});
