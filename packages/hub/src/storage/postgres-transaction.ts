import type { Writable } from "node:stream";
import { CommitUnknownError, type Transaction } from "./database.ts";
import { codeOf, isDefiniteAtCommit, isRetryable } from "./postgres-failure.ts";
import type { HostClient } from "./postgres-pool.ts";

/** "current transaction is aborted, commands ignored until end of transaction block" */
const AFTER_A_FAILURE = "25P02";
/** As good as for ever, for the driver's own clock; the server's is off then. */
const NO_LIMIT_MS = 2 ** 31 - 1;

/** How statements with a name are planned, and others. */
const PLANS_ONCE = "SET plan_cache_mode = force_generic_plan; SET enable_seqscan = off";
const PLANS_EACH = "SET plan_cache_mode = force_custom_plan; SET enable_seqscan = on";
const INSERTS = /^\s*INSERT/;

/**
 * Send one statement. With a name it is prepared and planned once per connection, and never reads a whole table: names are for what
 * comes with every order and has one good way whatever the values are, for which planning takes longer than going it. A plan that
 * was made while the tables were empty would keep to reading all of them (docs/adr/0027-a-hub-under-pressure.md). What is inserted
 * is told likewise, for the sake of its references: PostgreSQL plans the look at each of them in the same way.
 */
export async function send<Row>(
	client: HostClient,
	text: string,
	values: readonly unknown[] | undefined,
	name: string | undefined,
	is_long = false,
): Promise<Row[]> {
	shareWrites(client);
	setPlanning(client, name !== undefined || INSERTS.test(text));
	const result = await client.query({
		text,
		values: values as unknown[] | undefined,
		...(name ? { name } : {}),
		...(is_long ? { query_timeout: NO_LIMIT_MS } : {}),
	});
	// several commands in one text, as pg-boss sends them while it sets itself up, have one result each
	if (Array.isArray(result)) return result.flatMap(({ rows }: { rows: Row[] }) => rows);
	return result.rows as Row[];
}

/** Tell the connection how to plan what comes next, where it does not know already. */
function setPlanning(client: HostClient, once: boolean): void {
	if (client.plans_once === once) return;
	client.plans_once = once;
	// when it fails, so does the statement behind it
	client.query(once ? PLANS_ONCE : PLANS_EACH).catch(() => {
		client.plans_once = undefined;
	});
}

/** Statements that are sent in one turn of the event loop leave in one write: each write costs as much as a small query. */
function shareWrites(client: HostClient): void {
	const { stream } = (client as unknown as { connection: { stream: Writable } }).connection;
	stream.cork();
	// a tick that is asked for in a microtask comes when all microtasks of this turn are through
	queueMicrotask(() => process.nextTick(() => stream.uncork()));
}

/**
 * One run of one transaction on one connection: commit when `work` resolves, roll back when it throws.
 * @throws CommitUnknownError when COMMIT was sent and the answer is missing or unclear (distributed.md rule 14).
 */
export async function runTransaction<T>(
	client: HostClient,
	work: (tx: Transaction) => Promise<T>,
	is_long = false,
): Promise<T> {
	let is_open = true;
	let first_failure: unknown;
	const also: Promise<unknown>[] = [];
	const tx: Transaction = {
		async query<Row>(text: string, values?: readonly unknown[], name?: string) {
			if (!is_open) throw new Error("this transaction is over: a statement of it was not awaited");
			try {
				return await send<Row>(client, text, values, name, is_long);
			} catch (error) {
				first_failure ??= error;
				throw error;
			}
		},
		also(sent) {
			sent.catch(() => {});
			also.push(sent);
		},
	};
	// sent together with the first statement; a connection that cannot begin fails that one too
	shareWrites(client);
	const begun = client.query("BEGIN");
	begun.catch(() => {});
	try {
		if (is_long) await client.query("SET LOCAL statement_timeout = 0");
		const result = await work(tx);
		is_open = false;
		const committed = commit(client);
		committed.catch(() => {});
		await begun;
		const isCommitted = await committed;
		await Promise.all(also);
		// what the server answers when a statement failed and the work went on as if it had not
		if (!isCommitted) throw first_failure ?? new Error("the server rolled the transaction back");
		return result;
	} catch (error) {
		is_open = false;
		if (error instanceof CommitUnknownError) client.is_spoilt = true;
		else await rollBack(client);
		// a deadlock is one also when the work caught it and threw something of its own; and what comes after a failure only
		// says that there was one
		throw isRetryable(first_failure) || codeOf(error) === AFTER_A_FAILURE ? first_failure : error;
	}
}

/** False when the server rolled back instead. */
async function commit(client: HostClient): Promise<boolean> {
	try {
		return (await client.query("COMMIT")).command === "COMMIT";
	} catch (error) {
		if (isDefiniteAtCommit(error)) throw error;
		throw new CommitUnknownError(error);
	}
}

async function rollBack(client: HostClient): Promise<void> {
	// it takes back also what was said of planning
	client.plans_once = undefined;
	try {
		await client.query("ROLLBACK");
	} catch {
		client.is_spoilt = true;
	}
}
