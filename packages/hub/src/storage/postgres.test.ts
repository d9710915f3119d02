import { createServer, type Server, type Socket } from "node:net";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { CommitUnknownError, type Database, type Sql } from "./database.ts";
import { connectDatabase } from "./postgres.ts";
import { describeEachPostgres, openTestDatabase, type TestDatabase } from "./test-database.ts";
import { cutProxy } from "./test-proxy.ts";

/** On a machine that is busy with other tests. */
const SOON = { timeout: 20_000 };

describeEachPostgres("the database port", (version) => {
	let opened: TestDatabase;
	let db: Database;
	let observer: Database;

	beforeEach(async () => {
		opened = await openTestDatabase({ version });
		db = opened.db;
		observer = await connectDatabase({ url: opened.url, max: 2 });
		await db.query("CREATE TABLE note (id integer PRIMARY KEY, text text)");
	});
	afterEach(async () => {
		await observer.close();
		await opened.close();
	});

	const pidOf = async (sql: Sql) =>
		(await sql.query<{ pid: number }>("SELECT pg_backend_pid() AS pid"))[0]?.pid as number;
	const end = (pid: number) => observer.query("SELECT pg_terminate_backend($1)", [pid]);
	const notes = () => observer.query<{ id: number; text: string }>("SELECT * FROM note ORDER BY id");

	describe("values", () => {
		test("times and amounts come as numbers, alone and in lists", async () => {
			const [row] = await db.query(
				"SELECT 1700000000000::bigint AS at, ARRAY[1, NULL, 9007199254740991]::bigint[] AS amounts, count(*) AS notes FROM note",
			);
			expect(row).toEqual({ at: 1700000000000, amounts: [1, null, 9007199254740991], notes: 0 });
		});

		test("an amount too large for a number is an error, not a wrong amount, and the connection goes on", async () => {
			await expect(db.query("SELECT 9007199254740993::bigint AS amount")).rejects.toThrow(RangeError);
			expect(await db.query("SELECT 1 AS one")).toEqual([{ one: 1 }]);
		});

		test("a named statement is prepared once per connection", async () => {
			await db.transaction(async (tx) => {
				for (const id of [1, 2, 3]) await tx.query("INSERT INTO note VALUES ($1)", [id], "add_note");
				const prepared = await tx.query("SELECT name FROM pg_prepared_statements WHERE name = 'add_note'");
				expect(prepared).toHaveLength(1);
			});
		});

		test("a named statement is planned once per connection, and not to read the whole table because it was empty then", async () => {
			const find = (id: number) => db.query("SELECT text FROM note WHERE text = $1", [`${id}`], "note-of-text");
			await db.query("CREATE INDEX note_by_text ON note (text)");
			await db.query("VACUUM ANALYZE note");
			await find(1);
			await db.query("INSERT INTO note SELECT n, n FROM generate_series(1, 5000) AS n");
			for (const id of [7, 8, 9]) expect(await find(id)).toEqual([{ text: `${id}` }]);
			const [plans] = await db.query(
				"SELECT generic_plans, custom_plans FROM pg_prepared_statements WHERE name = 'note-of-text'",
			);
			expect(plans).toEqual({ generic_plans: 4, custom_plans: 0 });
			const explained = await db.query("EXPLAIN EXECUTE \"note-of-text\" ('9')", undefined, "plan-of-note");
			expect(JSON.stringify(explained)).toContain("note_by_text");
		});

		test("a statement without a name is planned for its values, also after a named one whose transaction failed", async () => {
			const mode = async () => (await db.query("SELECT current_setting('plan_cache_mode') AS mode"))[0];
			await db.query("SELECT 1", [], "one");
			expect(await mode()).toEqual({ mode: "force_custom_plan" });
			const failed = db.transaction(async (tx) => {
				await tx.query("SELECT 1", [], "one");
				throw new Error("the kitchen is closed");
			});
			await expect(failed).rejects.toThrow("the kitchen is closed");
			expect(await mode()).toEqual({ mode: "force_custom_plan" });
		});

		test("every session has its limits and plans for the values at hand", async () => {
			const names = ["statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout", "plan_cache_mode"];
			const rows = await db.query<{ value: string }>(
				"SELECT current_setting(name) AS value FROM unnest($1::text[]) AS name",
				[[...names, "application_name"]],
			);
			expect(rows.map((row) => row.value)).toEqual(["30s", "5s", "30s", "force_custom_plan", db.session_name]);
			expect(db.session_name).toMatch(/^ticketrail [\da-f-]{36}$/);
		});
	});

	describe("a transaction", () => {
		test("keeps all or nothing", async () => {
			await db.transaction((tx) => tx.query("INSERT INTO note VALUES (1)"));
			const failed = db.transaction(async (tx) => {
				await tx.query("INSERT INTO note VALUES (2)");
				throw new Error("the kitchen is closed");
			});
			await expect(failed).rejects.toThrow("the kitchen is closed");
			expect(await notes()).toEqual([{ id: 1, text: null }]);
		});

		test("reports a doubled key with PostgreSQL's own code", async () => {
			await db.query("INSERT INTO note VALUES (1)");
			await expect(db.transaction((tx) => tx.query("INSERT INTO note VALUES (1)"))).rejects.toMatchObject({
				code: "23505",
			});
		});

		test("does not count as done when it went on after a failed statement", async () => {
			const careless = db.transaction(async (tx) => {
				await tx.query("INSERT INTO note VALUES (1)");
				await tx.query("INSERT INTO note VALUES (1)").catch(() => {});
			});
			await expect(careless).rejects.toMatchObject({ code: "23505" });
			expect(await notes()).toEqual([]);
		});

		test("fails as a whole when a statement fails whose answer nobody waited for, and says why", async () => {
			const hasty = db.transaction(async (tx) => {
				tx.also(tx.query("INSERT INTO note VALUES (1)"));
				tx.also(tx.query("INSERT INTO note VALUES (1)"));
				tx.also(tx.query("INSERT INTO note VALUES (2)"));
				return "done";
			});
			await expect(hasty).rejects.toMatchObject({ code: "23505" });
			expect(await notes()).toEqual([]);
		});

		test("says what failed first, also when another statement was waited for after it", async () => {
			const late = db.transaction(async (tx) => {
				tx.also(tx.query("INSERT INTO note VALUES (1), (1)"));
				await tx.query("SELECT 1");
			});
			await expect(late).rejects.toMatchObject({ code: "23505" });
		});

		test("that somebody left open after a failure is nobody else's trouble for long: its connection is given up", async () => {
			const one = await connectDatabase({ url: opened.url, max: 1 });
			await one.query("BEGIN");
			await expect(one.query("SELECT 1/0")).rejects.toThrow("division by zero");
			await expect(one.query("SELECT 1 AS one")).rejects.toMatchObject({ code: "unavailable" });
			expect(await one.query("SELECT 1 AS one")).toEqual([{ one: 1 }]);
			await one.close();
		});

		test("keeps what was sent along, and is over only when all of it was answered", async () => {
			let answered = 0;
			await db.transaction(async (tx) => {
				for (const id of [1, 2, 3]) tx.also(tx.query("INSERT INTO note VALUES ($1)", [id]).then(() => void answered++));
			});
			expect(answered).toBe(3);
			expect(await notes()).toHaveLength(3);
		});

		test("refuses a statement that comes after its end", async () => {
			let late: Sql | undefined;
			await db.transaction(async (tx) => {
				late = tx;
			});
			await expect(late?.query("INSERT INTO note VALUES (1)")).rejects.toThrow("this transaction is over");
		});

		test("runs again when two met in a deadlock, and both end well", async () => {
			await db.query("INSERT INTO note VALUES (1, ''), (2, '')");
			let runs = 0;
			const gate = meeting(2);
			const touch = (first: number, second: number) =>
				db.transaction(async (tx) => {
					runs += 1;
					await tx.query("SET LOCAL deadlock_timeout = '20ms'");
					await tx.query("UPDATE note SET text = text || 'x' WHERE id = $1", [first]);
					await gate();
					await tx.query("UPDATE note SET text = text || 'x' WHERE id = $1", [second]);
				});
			await Promise.all([touch(1, 2), touch(2, 1)]);
			expect(runs).toBeGreaterThan(2);
			expect(await notes()).toEqual([
				{ id: 1, text: "xx" },
				{ id: 2, text: "xx" },
			]);
		});

		test("runs again when it cannot be put in order with another one, also when the work hid the reason", async () => {
			await db.query("INSERT INTO note VALUES (1, 'a'), (2, 'a')");
			let runs = 0;
			const gate = meeting(2);
			const countAndAdd = (id: number) =>
				db.transaction(async (tx) => {
					runs += 1;
					await tx.query("SET TRANSACTION ISOLATION LEVEL SERIALIZABLE");
					const [row] = await tx.query<{ count: number }>("SELECT count(*) AS count FROM note");
					await gate();
					await tx.query("INSERT INTO note VALUES ($1, $2)", [id, String(row?.count)]).catch((cause) => {
						throw new Error("could not note it down", { cause });
					});
				});
			await Promise.all([countAndAdd(3), countAndAdd(4)]);
			expect(runs).toBeGreaterThan(2);
			expect((await notes()).map((note) => note.text)).toEqual(expect.arrayContaining(["2", "3"]));
		});

		test("gives up after five runs and asks for patience", async () => {
			let runs = 0;
			const hopeless = db.transaction(async (tx) => {
				runs += 1;
				await tx.query("DO $$ BEGIN RAISE EXCEPTION USING ERRCODE = '40001'; END $$");
			});
			await expect(hopeless).rejects.toMatchObject({ code: "unavailable", retry_after_s: 1 });
			expect(runs).toBe(5);
		});
	});

	describe("a lost connection", () => {
		test("between two statements ends only that transaction, not the hub", async () => {
			const cut = db.transaction(async (tx) => {
				await tx.query("INSERT INTO note VALUES (1)");
				await end(await pidOf(tx));
				await tx.query("INSERT INTO note VALUES (2)");
			});
			await expect(cut).rejects.toMatchObject({ code: "unavailable", status: 503 });
			expect(await notes()).toEqual([]);
			expect(await db.query("SELECT 1 AS one")).toEqual([{ one: 1 }]);
		});

		test("while idle goes unnoticed", async () => {
			const pid = await pidOf(db);
			await end(pid);
			await vi.waitFor(async () => {
				expect(await observer.query("SELECT 1 FROM pg_stat_activity WHERE pid = $1", [pid])).toEqual([]);
			});
			// the next statement may still meet the dead connection, the one after it may not
			await db.query("SELECT 1").catch(() => {});
			expect(await pidOf(db)).not.toBe(pid);
		});

		test("during COMMIT leaves the outcome unknown: here nothing was kept", async () => {
			await observer.transaction((tx) => makeCommitWait(tx));
			let pid = 0;
			const held = await holdLock(observer);
			const unknown = db.transaction(async (tx) => {
				pid = await pidOf(tx);
				await tx.query("INSERT INTO note VALUES (1)");
			});
			unknown.catch(() => {});
			await vi.waitFor(async () => {
				const waiting =
					"SELECT 1 FROM pg_stat_activity WHERE pid = $1 AND query = 'COMMIT' AND wait_event_type = 'Lock'";
				expect(await observer.query(waiting, [pid])).toHaveLength(1);
			});
			await end(pid);
			await expect(unknown).rejects.toBeInstanceOf(CommitUnknownError);
			await held.release();
			expect(await notes()).toEqual([]);
		});

		test("during COMMIT leaves the outcome unknown: here everything was kept", async () => {
			const proxy = await cutProxy(opened.url, { after: "COMMIT" });
			const through = await connectDatabase({ url: proxy.url, max: 1 });
			await expect(through.transaction((tx) => tx.query("INSERT INTO note VALUES (1)"))).rejects.toBeInstanceOf(
				CommitUnknownError,
			);
			expect(await notes()).toEqual([{ id: 1, text: null }]);
			// the spoilt connection is not used again
			proxy.heal();
			expect(await through.query("SELECT 1 AS one")).toEqual([{ one: 1 }]);
			await through.close();
			await proxy.close();
		});
	});

	describe("a busy database", () => {
		test("keeps nobody waiting for ever for a connection", async () => {
			const small = await connectDatabase({ url: opened.url, max: 1, acquire_timeout_ms: 500 });
			const gate = meeting(2);
			const long = small.transaction(async (tx) => {
				await tx.query("SELECT 1");
				await gate();
			});
			await expect(small.query("SELECT 1")).rejects.toMatchObject({ code: "unavailable", retry_after_s: 1 });
			await gate();
			await long;
			expect(await small.query("SELECT 1 AS one")).toEqual([{ one: 1 }]);
			await small.close();
		});

		test("keeps nobody waiting for ever for a lock", async () => {
			await db.query("INSERT INTO note VALUES (1, '')");
			const hasty = await connectDatabase({ url: opened.url, max: 1, lock_timeout_ms: 20 });
			await db.transaction(async (tx) => {
				await tx.query("UPDATE note SET text = 'mine' WHERE id = 1");
				await expect(hasty.query("UPDATE note SET text = 'mine' WHERE id = 1")).rejects.toMatchObject({
					code: "unavailable",
				});
			});
			await hasty.close();
		});

		test("ends a statement that takes too long", async () => {
			const hasty = await connectDatabase({ url: opened.url, max: 1, statement_timeout_ms: 20 });
			await expect(hasty.query("SELECT pg_sleep(20)")).rejects.toMatchObject({ code: "unavailable" });
			expect(await hasty.query("SELECT 1 AS one")).toEqual([{ one: 1 }]);
			await hasty.close();
		});
	});

	describe("a listener", () => {
		test("hears what is said on its channel, and again after its connection was lost", async () => {
			const heard: string[] = [];
			let connections = 0;
			const quick = await connectDatabase({ url: opened.url, max: 1, reconnect_pause_ms: 1 });
			const listener = await quick.listen(
				"Kitchen",
				(payload) => heard.push(payload),
				() => {
					connections += 1;
				},
			);
			expect(connections).toBe(1);
			await db.query("SELECT pg_notify('Kitchen', 'first'), pg_notify('elsewhere', 'not for us')");
			await vi.waitFor(() => expect(heard).toEqual(["first"]), SOON);

			await observer.query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query = 'LISTEN \"Kitchen\"'");
			await vi.waitFor(() => expect(connections).toBe(2), SOON);
			await db.query("SELECT pg_notify('Kitchen', 'second')");
			await vi.waitFor(() => expect(heard).toEqual(["first", "second"]), SOON);

			await listener.close();
			await vi.waitFor(async () => {
				expect(await observer.query("SELECT 1 FROM pg_stat_activity WHERE query LIKE 'LISTEN%'")).toEqual([]);
			}, SOON);
			await quick.close();
		});

		test("says so when it cannot begin", async () => {
			const nowhere = await connectDatabase({ url: "postgres://a:b@127.0.0.1:1/c", max: 1 });
			const listening = nowhere.listen(
				"Kitchen",
				() => {},
				() => {},
			);
			await expect(listening).rejects.toMatchObject({ code: "unavailable" });
			await nowhere.close();
		});
	});
});

describe("a database that is not there", () => {
	test("is reported at once, without the password", async () => {
		const nowhere = await connectDatabase({ url: "postgres://ana:s3cret@127.0.0.1:1/hub", max: 2 });
		const failure = await nowhere.query("SELECT 1").catch((error) => error);
		expect(failure).toMatchObject({ code: "unavailable", retry_after_s: 1 });
		expect(JSON.stringify([failure.message, failure.detail])).not.toContain("s3cret");
		await nowhere.close();
	});

	test("that accepts and then says nothing is given up in time", async () => {
		const { server, port } = await silentServer();
		const silent = await connectDatabase({ url: `postgres://a:b@127.0.0.1:${port}/c`, max: 1, acquire_timeout_ms: 50 });
		await expect(silent.query("SELECT 1")).rejects.toMatchObject({ code: "unavailable" });
		await silent.close();
		server.close();
	});

	test("is asked by one at a time while it takes nobody, and everybody else is told so at once", async () => {
		let asked = 0;
		const { server, port } = await silentServer((socket) => {
			asked++;
			socket.destroy();
		});
		const shut = await connectDatabase({ url: `postgres://a:b@127.0.0.1:${port}/c`, max: 20 });
		await expect(shut.query("SELECT 1")).rejects.toMatchObject({ code: "unavailable" });
		const everybody = await Promise.allSettled(Array.from({ length: 200 }, () => shut.query("SELECT 1")));
		expect(everybody.map(({ status }) => status)).toEqual(Array(200).fill("rejected"));
		expect(asked).toBeLessThanOrEqual(2);
		await shut.close();
		server.close();
	});

	test("and a URL that is none are told apart", async () => {
		for (const url of ["mysql://a:s3cret@b/c", "postgres://", "postgres://a:s3cret@b:x/c", "not a url"]) {
			const failure = await connectDatabase({ url, max: 1 }).catch((error) => error);
			expect(failure).toMatchObject({ code: "configuration" });
			expect(failure.detail).not.toContain("s3cret");
		}
	});
});

/** A gate that opens when so many have arrived, and stays open. */
function meeting(size: number): () => Promise<void> {
	let arrived = 0;
	const { promise, resolve } = Promise.withResolvers<void>();
	return () => {
		arrived += 1;
		if (arrived >= size) resolve();
		return promise;
	};
}

/** From here on every commit that adds a note waits for a lock on the table `barrier`. */
async function makeCommitWait(tx: Sql): Promise<void> {
	await tx.query("CREATE TABLE barrier (id integer)");
	await tx.query(`CREATE FUNCTION wait_at_barrier() RETURNS trigger LANGUAGE plpgsql AS
		$$ BEGIN LOCK TABLE barrier IN ACCESS SHARE MODE; RETURN NULL; END $$`);
	await tx.query(`CREATE CONSTRAINT TRIGGER wait AFTER INSERT ON note DEFERRABLE INITIALLY DEFERRED
		FOR EACH ROW EXECUTE FUNCTION wait_at_barrier()`);
}

async function holdLock(db: Database): Promise<{ release(): Promise<void> }> {
	const locked = Promise.withResolvers<void>();
	const released = Promise.withResolvers<void>();
	const done = db.transaction(async (tx) => {
		await tx.query("LOCK TABLE barrier IN ACCESS EXCLUSIVE MODE");
		locked.resolve();
		await released.promise;
	});
	await locked.promise;
	return {
		async release() {
			released.resolve();
			await done;
		},
	};
}

function silentServer(onConnection: (socket: Socket) => void = () => {}): Promise<{ server: Server; port: number }> {
	return new Promise((resolve) => {
		const server = createServer(onConnection);
		server.listen(0, "127.0.0.1", () => resolve({ server, port: (server.address() as { port: number }).port }));
	});
}
