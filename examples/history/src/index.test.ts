import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, expect, test } from "vitest";
import { type HistoryLine, openHistory } from "./index.ts";

const folder = mkdtempSync(path.join(tmpdir(), "ticketrail-lines-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function open(name: string) {
	const file = path.join(folder, name);
	const history = openHistory(file, { actor: "pos:sim", tenant: "joes", now: () => 1000 });
	const lines = () =>
		readFileSync(file, "utf8")
			.split("\n")
			.slice(0, -1)
			.map((line) => JSON.parse(line) as HistoryLine);
	return { history, lines };
}

test("a call is two lines, the second written before the answer leaves and only once", () => {
	const { history, lines } = open("call.jsonl");
	const end = history.begin({ op: "order.created", order: "o-1", key: "k", bytes: "abc", content: { store: "1" } });
	expect(lines()).toHaveLength(1);
	end({ kind: "ok", status: 201, effect: true, bytes: "answer" });
	end({ kind: "info" });
	const [begun, ended] = lines();
	expect(lines()).toHaveLength(2);
	expect(begun).toMatchObject({
		n: 1,
		call: 1,
		kind: "invoke",
		actor: "pos:sim",
		tenant: "joes",
		wall: 1000,
		event_id: "k",
		seq: 1,
		attempt: 1,
	});
	expect(begun?.bytes_sha256).toBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
	expect(ended).toMatchObject({ n: 2, call: 1, kind: "ok", status: 201, effect: true, order: "o-1", key: "k" });
	expect(ended?.mono_ns).toBeGreaterThan(begun?.mono_ns ?? Number.POSITIVE_INFINITY);
});

test("attempts of one event are counted, and the events of one order numbered", () => {
	const { history, lines } = open("counts.jsonl");
	for (const key of ["a", "a", "b", "a"]) history.begin({ op: "x", order: "o-1", key });
	history.begin({ op: "x", order: "o-2", key: "c" });
	expect(lines().map(({ seq, attempt }) => [seq, attempt])).toEqual([
		[1, 1],
		[1, 2],
		[2, 1],
		[1, 3],
		[1, 1],
	]);
});

test("a call that ends after the record was closed disturbs nobody", () => {
	const { history, lines } = open("closed.jsonl");
	const end = history.begin({ op: "x" });
	history.close();
	end({ kind: "info" });
	expect(lines()).toHaveLength(1);
});
