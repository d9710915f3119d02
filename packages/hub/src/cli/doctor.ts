import { HubError } from "../base/error.ts";
import { type Environment, readSettings, unknownVariables } from "../config.ts";
import { checkAddresses } from "./doctor-addresses.ts";
import { checkDatabase } from "./doctor-database.ts";
import { type DoctorParts, type Finding, finding, type Settings } from "./doctor-parts.ts";

const OLDEST_NODE = 24;

/**
 * Looks at everything that a hub needs to start and work, and says for each thing whether it is fine and what to do if
 * not. Without a readable configuration the rest is not looked at. It changes nothing.
 */
export async function examine(parts: DoctorParts): Promise<Finding[]> {
	const findings = [checkNode(parts.node_version)];
	let settings: Settings;
	try {
		settings = readSettings(parts.env, parts.overrides);
	} catch (error) {
		if (!(error instanceof HubError)) throw error;
		const lines = (error.detail ?? "").split("\n");
		findings.push(...lines.map((line) => finding("config", "FAIL", line, "Correct or unset this variable.")));
		return findings;
	}
	findings.push(...checkVariables(parts.env));
	findings.push(await checkDataDir(parts, settings));
	findings.push(await checkKey(parts, settings));
	findings.push(await checkPort(parts, settings));
	findings.push(...checkAddresses(settings));
	findings.push(...(await checkDatabase(parts, settings)));
	return findings;
}

function checkNode(version: string): Finding {
	if (Number(version.split(".")[0]) >= OLDEST_NODE) return finding("node", "PASS", `Node ${version}`);
	const fix = `Run it with npx or npm, which bring Node ${OLDEST_NODE} along.`;
	return finding("node", "FAIL", `Node ${version} is older than ${OLDEST_NODE}`, fix);
}

function checkVariables(env: Environment): Finding[] {
	const unknown = unknownVariables(env);
	if (unknown.length === 0) return [finding("config", "PASS", "every variable is fine")];
	const fix = "Compare with ticketrail config print; a mistyped variable has no effect.";
	return unknown.map((name) => finding("config", "WARN", `${name} is no variable of the hub`, fix));
}

async function checkDataDir(parts: DoctorParts, settings: Settings): Promise<Finding> {
	try {
		await parts.writeInto(settings.data_dir);
		return finding("data-dir", "PASS", `${settings.data_dir} can be written`);
	} catch (error) {
		const reason = (error as NodeJS.ErrnoException).code ?? "unknown reason";
		const message = `${settings.data_dir} cannot be written (${reason})`;
		return finding("data-dir", "FAIL", message, "Set DATA_DIR to a directory that this user owns.");
	}
}

async function checkKey(parts: DoctorParts, settings: Settings): Promise<Finding> {
	const is_given = [parts.overrides?.TICKETRAIL_MASTER_KEY, parts.env.TICKETRAIL_MASTER_KEY].some((text) =>
		text?.trim(),
	);
	if (is_given) return finding("master-key", "PASS", "given by TICKETRAIL_MASTER_KEY");
	if (settings.database_url !== undefined) {
		const fix = "Set TICKETRAIL_MASTER_KEY to the same 32 bytes for every hub on this database.";
		return finding("master-key", "WARN", "only in DATA_DIR, while other hubs may share the database", fix);
	}
	const mode = await parts.keyFileMode(settings.data_dir);
	if (mode === undefined) return finding("master-key", "PASS", "will be generated at the first start");
	if ((mode & 0o077) === 0) return finding("master-key", "PASS", "in DATA_DIR, readable by its owner alone");
	const fix = `chmod 600 ${settings.data_dir}/master.key`;
	return finding("master-key", "WARN", "in DATA_DIR, readable by others", fix);
}

async function checkPort(parts: DoctorParts, settings: Settings): Promise<Finding> {
	const { host, port } = settings;
	if (!settings.roles.includes("api")) return finding("port", "SKIP", "this process answers no calls");
	if (await parts.isPortFree(host, port)) return finding("port", "PASS", `${host}:${port} is free`);
	const message = `${host}:${port} is in use`;
	return finding("port", "WARN", message, "Fine if it is this hub that runs; otherwise set PORT to a free one.");
}
