import { HubError } from "../base/error.ts";
import { type DoctorDatabase, type DoctorParts, type Finding, finding, type Settings } from "./doctor-parts.ts";

/** Hubs compare deadlines by their own clocks; past this they disagree about who is late. */
const SKEW_WARN_MS = 1_000;
const SKEW_FAIL_MS = 30_000;

/** Can the database be reached, is its schema current, does it take writes, and does its clock agree with ours? */
export async function checkDatabase(parts: DoctorParts, settings: Settings): Promise<Finding[]> {
	let database: DoctorDatabase;
	try {
		database = await parts.openDatabase(settings);
	} catch (error) {
		const fix = settings.database_url
			? "Check DATABASE_URL, and that the server runs and lets this machine in."
			: "Read the message above; the embedded database lies in DATA_DIR.";
		return [finding("database", "FAIL", `cannot be reached (${reasonOf(error)})`, fix)];
	}
	try {
		return [
			await ask("database", async () => finding("database", "PASS", await database.version())),
			await ask("migrations", () => checkMigrations(database)),
			await ask("write", async () => {
				await database.writeTest();
				return finding("write", "PASS", "a row was written and read back");
			}),
			await ask("clock", () => checkClock(parts, database)),
		];
	} finally {
		await database.close();
	}
}

async function ask(check: string, question: () => Promise<Finding>): Promise<Finding> {
	try {
		return await question();
	} catch (error) {
		const fix = "Check the rights of the database user and the server's log.";
		return finding(check, "FAIL", `the database refused (${reasonOf(error)})`, fix);
	}
}

async function checkMigrations(database: DoctorDatabase): Promise<Finding> {
	const pending = await database.pendingMigrations();
	if (pending.length === 0) return finding("migrations", "PASS", "the schema is current");
	const message = `${pending.length} to run: ${pending.join(", ")}`;
	return finding("migrations", "WARN", message, "They run at the next start, or now with ticketrail migrate.");
}

async function checkClock(parts: DoctorParts, database: DoctorDatabase): Promise<Finding> {
	const before = parts.now();
	const theirs = await database.now();
	const skew = Math.round(theirs - (before + parts.now()) / 2);
	const message = `the database's clock is ${Math.abs(skew)} ms ${skew < 0 ? "behind" : "ahead of"} this machine's`;
	if (Math.abs(skew) < SKEW_WARN_MS) return finding("clock", "PASS", message);
	const verdict = Math.abs(skew) < SKEW_FAIL_MS ? "WARN" : "FAIL";
	return finding("clock", verdict, message, "Let both machines keep time by NTP.");
}

/** A code, never the driver's text: it may repeat the password of the URL. */
function reasonOf(error: unknown): string {
	if (error instanceof HubError) return error.detail ?? error.code;
	const code = (error as { code?: unknown } | null)?.code;
	return typeof code === "string" ? code : "unknown reason";
}
