import type { Log } from "./base/log.ts";
import type { Config } from "./config.ts";
import type { Database } from "./storage/database.ts";
import { startEmbedded } from "./storage/embedded.ts";
import { migrate } from "./storage/migrate.ts";
import { connectDatabase } from "./storage/postgres.ts";

/** The hub's database, migrated and ready. */
export interface Storage {
	db: Database;
	/** The embedded server: no other hub can be using it. */
	is_ours_alone: boolean;
	close(): Promise<void>;
}

const CONNECTIONS = 20;

/** Open the database that the configuration names, or the embedded one, and bring its schema up to date. */
export async function openStorage(config: Config, log: Log): Promise<Storage> {
	const embedded =
		config.database_url === undefined ? await startEmbedded({ data_dir: config.data_dir, log }) : undefined;
	try {
		const db = await connectDatabase({ url: embedded?.url ?? config.database_url ?? "", max: CONNECTIONS, log });
		const { applied } = await migrate(db);
		if (applied.length > 0) log.info("database.migrated", { count: applied.length });
		return {
			db,
			is_ours_alone: embedded !== undefined,
			async close() {
				await db.close();
				await embedded?.stop();
			},
		};
	} catch (error) {
		await embedded?.stop();
		throw error;
	}
}
