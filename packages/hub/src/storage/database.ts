import { HubError } from "../base/error.ts";

/** The database port: everything above speaks to PostgreSQL through these few functions. */
export interface Sql {
	/**
	 * Run one statement and return its rows. `bigint` columns come back as numbers (epoch ms, minor units),
	 * `name` makes it a prepared statement for the hot path.
	 */
	query<Row = Record<string, unknown>>(text: string, values?: readonly unknown[], name?: string): Promise<Row[]>;
}

/** One transaction. Statements run in the order in which they are sent. */
export interface Transaction extends Sql {
	/**
	 * A statement that is on its way and whose answer nobody needs before the commit: COMMIT is sent behind it at once, and
	 * if it fails the transaction fails. Spares a wait for the server's answer.
	 */
	also(sent: Promise<unknown>): void;
}

/** A pool of connections to the writable host. */
export interface Database extends Sql {
	/** How the server lists the sessions of this pool and its listeners, and of no other one. */
	readonly session_name: string;
	/** How long whoever got a connection last had waited for it, ms; 0 when that was a while ago, or there is no pool. */
	waitedMs(): number;
	/**
	 * Run `work` in one transaction: commit when it resolves, roll back when it throws. Serialization failures and
	 * deadlocks (40001, 40P01) run `work` again, at most 5 times, so it must have no effect outside the database.
	 * An error at COMMIT is thrown as `CommitUnknownError`: the caller decides by its dedupe key (distributed.md rule 14).
	 * `is_long`: its statements may take as long as they need, as in a migration; nothing on a request's path is.
	 */
	transaction<T>(work: (tx: Transaction) => Promise<T>, options?: { is_long?: boolean }): Promise<T>;
	/**
	 * As `query`, for a look at what is to be done: on one of few connections that are kept for this, for such a statement is dear to
	 * plan and each connection plans for itself. One that wrote and whose answer is lost may have written.
	 */
	look: Sql["query"];
	/** Subscribe to a NOTIFY channel on a connection of its own; `onReconnect` runs after each (re)connection. */
	listen(
		channel: string,
		onNotification: (payload: string) => void,
		onReconnect: () => void,
	): Promise<{ close(): Promise<void> }>;
	close(): Promise<void>;
}

/** COMMIT was sent and no answer came: the transaction may or may not be durable. To a caller it is one more `unavailable`. */
export class CommitUnknownError extends HubError {
	override readonly name = "CommitUnknownError";
	constructor(cause: unknown) {
		super("unavailable", { detail: "The database did not say whether it has taken this.", retry_after_s: 1, cause });
	}
}

/** The part of a log that storage writes to; the hub's own log fits. */
export interface StorageLog {
	info(event: string, fields: Record<string, unknown>): void;
	warn(event: string, fields: Record<string, unknown>): void;
}
