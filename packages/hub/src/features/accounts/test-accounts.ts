import { randomBytes } from "node:crypto";
import { createLog } from "../../base/log.ts";
import { createSecretBox } from "../../base/secret-box.ts";
import { openTestDatabase, type TestDatabase } from "../../storage/test-database.ts";
import type { AccountsParts } from "./accounts.ts";

/** Accounts on a database of a test's own, with a clock that only moves when the test says so. */
export interface TestAccounts {
	parts: AccountsParts;
	database: TestDatabase;
	/** let that many ms pass */
	pass(ms: number): void;
}

export async function openTestAccounts(): Promise<TestAccounts> {
	const database = await openTestDatabase();
	let now = Date.UTC(2026, 0, 15, 18);
	return {
		database,
		pass: (ms) => {
			now += ms;
		},
		parts: {
			db: database.db,
			clock: { now: () => now },
			log: createLog({ level: "silent" }),
			secret_box: createSecretBox(randomBytes(32)),
			random: randomBytes,
			public_url: "http://127.0.0.1:8080",
		},
	};
}
