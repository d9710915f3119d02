/** A row by column name. */
export type Row = Record<string, unknown>;

/** The rows that are committed, and who has which of them under its hands. One table is one map by primary key. */
export interface Tables {
	committed(table: string): Map<string, Row>;
	/** The committed rows with what this transaction wrote over them. */
	seen(tx: OpenTransaction, table: string): Row[];
	/** Wait for a row, or for the right to make one with this key. Rejects with 40P01 where that closes a circle. */
	lock(tx: OpenTransaction, name: string): Promise<void>;
	isLocked(tx: OpenTransaction, name: string): boolean;
	write(tx: OpenTransaction, table: string, key: string, row: Row | undefined): void;
	commit(tx: OpenTransaction): void;
	release(tx: OpenTransaction): void;
}

/** A transaction between BEGIN and COMMIT, isolated as PostgreSQL does it by default (read committed). */
export interface OpenTransaction {
	writes: Map<string, Map<string, Row | undefined>>;
	locks: Set<string>;
	waits_for: OpenTransaction | undefined;
	is_failed: boolean;
}

export function openTransaction(): OpenTransaction {
	return { writes: new Map(), locks: new Set(), waits_for: undefined, is_failed: false };
}

/** An error as the driver gives it. */
export function sqlError(code: string, message: string): Error {
	return Object.assign(new Error(message), { code });
}

export function createTables(): Tables {
	const tables = new Map<string, Map<string, Row>>();
	const locks = new Map<string, { owner: OpenTransaction; line: { tx: OpenTransaction; go: () => void }[] }>();

	function committed(table: string): Map<string, Row> {
		const rows = tables.get(table) ?? new Map<string, Row>();
		tables.set(table, rows);
		return rows;
	}

	function releaseOne(name: string, tx: OpenTransaction): void {
		const held = locks.get(name);
		if (held?.owner !== tx) return;
		const next = held.line.shift();
		if (next === undefined) locks.delete(name);
		else {
			held.owner = next.tx;
			for (const waiting of held.line) waiting.tx.waits_for = next.tx;
			next.go();
		}
	}

	return {
		committed,
		seen(tx, table) {
			const written = tx.writes.get(table);
			if (written === undefined) return [...committed(table).values()];
			const rows = new Map<string, Row | undefined>(committed(table));
			for (const [key, row] of written) rows.set(key, row);
			return [...rows.values()].filter((row) => row !== undefined);
		},
		async lock(tx, name) {
			if (tx.is_failed) throw sqlError("25P02", "current transaction is aborted");
			const held = locks.get(name);
			if (held === undefined) locks.set(name, { owner: tx, line: [] });
			else if (held.owner !== tx) {
				for (let other: OpenTransaction | undefined = held.owner; other !== undefined; other = other.waits_for)
					if (other.waits_for === tx) throw sqlError("40P01", "deadlock detected");
				tx.waits_for = held.owner;
				await new Promise<void>((go) => held.line.push({ tx, go }));
				tx.waits_for = undefined;
			}
			tx.locks.add(name);
			// its session ended while it waited: nobody would give this back
			if (tx.is_failed) releaseOne(name, tx);
		},
		isLocked: (tx, name) => locks.has(name) && locks.get(name)?.owner !== tx,
		write(tx, table, key, row) {
			const written = tx.writes.get(table) ?? new Map<string, Row | undefined>();
			tx.writes.set(table, written.set(key, row));
		},
		commit(tx) {
			for (const [table, written] of tx.writes)
				for (const [key, row] of written)
					if (row === undefined) committed(table).delete(key);
					else committed(table).set(key, row);
		},
		release(tx) {
			for (const name of tx.locks) releaseOne(name, tx);
			tx.locks.clear();
		},
	};
}
