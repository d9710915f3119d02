import { HubError } from "./base/error.ts";
import type { Log } from "./base/log.ts";
import type { Config } from "./config.ts";
import type { Database } from "./storage/database.ts";
import { startEmbedded } from "./storage/embedded.ts";
import { migrate } from "./storage/migrate.ts";
import { connectDatabase } from "./storage/postgres.ts";
import { codeOf } from "./storage/postgres-failure.ts";

/** The hub's database, migrated and ready. */
export interface Storage {
	db: Database;
	/** The embedded server: no other hub can be using it. */
	is_ours_alone: boolean;
	close(): Promise<void>;
}

/** A few for each core of the database: each more waits there instead of here, and learns all statements anew after every start. */
const CONNECTIONS = 10;

/** Open the database that the configuration names, or the embedded one, and bring its schema up to date. */
export async function openStorage(config: Config, log: Log): Promise<Storage> {
	const embedded =
		config.database_url === undefined ? await startEmbedded({ data_dir: config.data_dir, log }) : undefined;
	let db: Database | undefined;
	try {
		db = await connectDatabase({ url: embedded?.url ?? config.database_url ?? "", max: CONNECTIONS, log });
		const { applied } = await migrate(db);
		if (applied.length > 0) log.info("database.migrated", { count: applied.length });
		const opened = db;
		return {
			db: opened,
			is_ours_alone: embedded !== undefined,
			async close() {
				await opened.close();
				await embedded?.stop();
			},
		};
	} catch (error) {
		await db?.close();
		await embedded?.stop();
		throw isRefusal(error) ? refused(error) : error;
	}
}

/** The server is there and will not have us: neither time nor another try changes that. */
function isRefusal(error: unknown): error is Error {
	// a wrong password or user, a database that is not there, no right to it
	return /^(28...|3D000|42501)$/.test(codeOf(error));
}

function refused(error: Error): HubError {
	const detail = `DATABASE_URL: the server refuses us (${error.message}). Check its user, password and database name.`;
	return new HubError("configuration", { detail, cause: error });
}
