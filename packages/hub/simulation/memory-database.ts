import { HubError } from "../src/base/error.ts";
import { CommitUnknownError, type Sql, type Transaction } from "../src/storage/database.ts";
import { runStatement } from "./memory-sql.ts";
import { type OpenTransaction, openTransaction, sqlError, type Tables } from "./memory-tables.ts";
import type { Random } from "./random.ts";
import type { VirtualTime } from "./virtual-time.ts";

/** What may go wrong at the database, each 0 to 1. */
export interface DatabaseFaults {
	/** the server's answer to COMMIT is lost; it is kept or not with the same chance */
	lost_commit: number;
	/** a serialization failure (40001) in the middle of a transaction */
	conflict: number;
}

/** The database server: tables, and whether it can be reached. */
export interface DatabaseServer {
	tables: Tables;
	is_up: boolean;
	/** Everything that is open is rolled back; nobody is let in until `is_up` again. */
	stop(): void;
	/** What a process has open is rolled back. */
	drop(owner: object): void;
	/** It is gone, and its sessions with it. */
	forget(owner: object): void;
	/** Whether a process has a session: it keeps those that it made until the server stops or it ends. */
	knows(owner: object): boolean;
	connect(owner: object): MemoryDatabase;
}

/** A connection pool of one process. */
export interface MemoryDatabase extends Sql {
	transaction<T>(work: (tx: Transaction & { open: OpenTransaction }) => Promise<T>): Promise<T>;
}

interface Session {
	owner: object;
	tx: OpenTransaction;
	lost: ((error: Error) => void)[];
}

const MAX_RUNS = 5;

export function createServer(parts: {
	tables: Tables;
	time: VirtualTime;
	random: Random;
	faults: DatabaseFaults;
	/** a fault of its own, at this moment */
	onFault: () => void;
}): DatabaseServer {
	const { tables, time, random, faults, onFault } = parts;
	const sessions = new Set<Session>();
	const known = new Set<object>();
	const knows = (owner: object) => known.has(owner);
	const server: DatabaseServer = { tables, is_up: true, stop, drop, forget, knows, connect };
	return server;

	function stop(): void {
		server.is_up = false;
		known.clear();
		for (const session of [...sessions]) end(session);
	}

	function drop(owner: object): void {
		for (const session of [...sessions]) if (session.owner === owner) end(session);
	}

	function forget(owner: object): void {
		drop(owner);
		known.delete(owner);
	}

	function end(session: Session): void {
		sessions.delete(session);
		session.tx.is_failed = true;
		session.tx.writes.clear();
		tables.release(session.tx);
		for (const lose of session.lost.splice(0)) lose(unavailable());
	}

	/** The way to the server and back, and its work. Rejects when the session is ended meanwhile. */
	async function roundTrip(session: Session): Promise<void> {
		if (!sessions.has(session)) throw unavailable();
		await new Promise<void>((resolve, reject) => {
			session.lost.push(reject);
			time.plan(time.now() + (random.chance(0.02) ? random.int(20, 400) : random.next() * 3), resolve);
		});
		session.lost.length = 0;
	}

	function connect(owner: object): MemoryDatabase {
		return {
			query: <Row>(text: string, values: readonly unknown[] = []) =>
				transaction<Row[]>(owner, (tx) => tx.query<Row>(text, values)),
			transaction: (work) => transaction(owner, work),
		};
	}

	async function transaction<T>(
		owner: object,
		work: (tx: Transaction & { open: OpenTransaction }) => Promise<T>,
	): Promise<T> {
		for (let run = 1; ; run++) {
			try {
				return await runOnce<T>(owner, work);
			} catch (error) {
				const { code } = error as { code?: string };
				if ((code !== "40001" && code !== "40P01") || run === MAX_RUNS)
					throw code === "40001" || code === "40P01" ? unavailable() : error;
			}
			await time.sleep(random.next() * 10 * 2 ** run);
		}
	}

	async function runOnce<T>(
		owner: object,
		work: (tx: Transaction & { open: OpenTransaction }) => Promise<T>,
	): Promise<T> {
		if (!server.is_up) throw unavailable();
		const session: Session = { owner, tx: openTransaction(), lost: [] };
		sessions.add(session);
		known.add(owner);
		// statements of one session run in the order in which they were sent
		let last: Promise<unknown> = Promise.resolve();
		const inTurn = <R>(act: () => Promise<R>): Promise<R> => {
			const done = last.then(act, act);
			last = done;
			done.catch(() => {});
			return done;
		};
		let first_failure: unknown;
		const also: Promise<unknown>[] = [];
		const tx: Transaction & { open: OpenTransaction } = {
			open: session.tx,
			async query<Row>(text: string, values: readonly unknown[] = []) {
				return await inTurn(async () => {
					await roundTrip(session);
					if (session.tx.is_failed) throw sqlError("25P02", "current transaction is aborted");
					try {
						if (random.chance(faults.conflict)) throw sqlError("40001", "could not serialize access");
						const rows = await runStatement({ tables, tx: session.tx }, text, values);
						return rows.map((row) => ({ ...row })) as Row[];
					} catch (error) {
						session.tx.is_failed = true;
						first_failure ??= error;
						throw error;
					}
				});
			},
			also(sent) {
				sent.catch(() => {});
				also.push(sent);
			},
		};
		try {
			const result = await work(tx);
			const isKept = await inTurn(() => commit(session));
			await Promise.all(also);
			if (!isKept) throw first_failure ?? new Error("the server rolled the transaction back");
			return result;
		} catch (error) {
			if (sessions.has(session)) end(session);
			const { code } = (first_failure ?? {}) as { code?: string };
			throw code === "40001" || code === "40P01" ? first_failure : error;
		}
	}

	async function commit(session: Session): Promise<boolean> {
		try {
			await roundTrip(session);
		} catch (cause) {
			throw new CommitUnknownError(cause);
		}
		const isLost = random.chance(faults.lost_commit);
		if (isLost) onFault();
		const isKept = !session.tx.is_failed && !(isLost && random.chance(0.5));
		if (isKept) tables.commit(session.tx);
		sessions.delete(session);
		tables.release(session.tx);
		if (isLost) throw new CommitUnknownError("its answer was lost");
		return isKept;
	}
}

function unavailable(): HubError {
	return new HubError("unavailable", { detail: "The database cannot take this now.", retry_after_s: 1 });
}
