import { isIPv6 } from "node:net";
import { resolve } from "node:path";
import { HubError } from "./base/error.ts";
import { LOG_LEVELS, type LogLevel } from "./base/log.ts";
import { loadOrCreateMasterKey, masterKeyFile, readKeyText } from "./base/master-key.ts";
import {
	type Reading,
	readBaseUrl,
	readDatabaseUrl,
	readHost,
	readRanges,
	readSwitch,
	readWhole,
	readWord,
	readWords,
	withoutPassword,
} from "./base/setting.ts";

/** What a process of the hub does: answer HTTP, work the queues, or both. */
export const ROLES = ["api", "worker"] as const;
export type Role = (typeof ROLES)[number];

/** The hub's whole configuration, checked. */
export interface Config {
	/** TCP port; 0 takes a free one, and then `public_url` must be given. */
	port: number;
	/** Address to listen on. */
	host: string;
	/** Where others reach this hub, without a slash at the end. */
	public_url: string;
	/** PostgreSQL; undefined = the embedded one in `data_dir`. */
	database_url: string | undefined;
	/** Absolute path. */
	data_dir: string;
	/** 32 bytes that seal every secret in the database. */
	master_key: Buffer;
	roles: Role[];
	/** Whether the reference POS and DSP run and are registered. */
	sandbox: boolean;
	/** Whether partners can say which menus a store shows (contract.md A.4.7). */
	menu_assignment: boolean;
	/** Address ranges that outgoing calls may reach besides public addresses. */
	egress_allow: string[];
	log_level: LogLevel;
}

/** One variable of the environment: how it is read, and what people are told about it. */
interface Variable<T> {
	text: string;
	/** In words, for people: the value itself may depend on other variables. */
	default: string;
	unit?: string;
	read: (text: string) => Reading<T>;
	/** How a value may be shown; without it, as it is. */
	show?: (text: string) => string;
	/** Its text is never repeated in a message. */
	is_secret?: true;
}

const variable = <T>(described: Variable<T>): Variable<T> => described;

/** Every variable that the hub reads (interface.md "Environment"), in the order in which they are shown. */
export const VARIABLES = {
	PORT: variable({ text: "TCP port to listen on", default: "8080", read: (text) => readWhole(text, 0, 65_535) }),
	HOST: variable({ text: "Address to listen on", default: "127.0.0.1", read: readHost }),
	PUBLIC_URL: variable({
		text: "URL under which merchants, POS and DSP systems reach this hub",
		default: "http://HOST:PORT",
		read: readBaseUrl,
	}),
	DATABASE_URL: variable({
		text: "PostgreSQL 15 or later; several hubs may share it",
		default: "unset: the hub runs its own PostgreSQL in DATA_DIR",
		read: readDatabaseUrl,
		show: withoutPassword,
		is_secret: true,
	}),
	DATA_DIR: variable({
		text: "Directory of the embedded database and the generated key",
		default: "./data",
		read: (text) => (text.includes("\0") ? { expected: "a path" } : { value: resolve(text) }),
	}),
	TICKETRAIL_MASTER_KEY: variable({
		text: "Key that seals provider tokens and secrets in the database",
		default: "unset: generated into DATA_DIR",
		unit: "32 bytes as 64 hex digits or base64",
		read: (text) => {
			const value = readKeyText(text);
			return value ? { value } : { expected: "32 bytes as 64 hex digits or base64" };
		},
		show: () => "set",
		is_secret: true,
	}),
	TICKETRAIL_ROLES: variable({
		text: "What this process does: answer HTTP (api), work the queues (worker)",
		default: "api,worker",
		read: (text) => readWords(text, ROLES),
	}),
	TICKETRAIL_SANDBOX: variable({
		text: "1 registers the reference POS and DSP and prints credentials; 0 does neither",
		default: "1 with the embedded database, else 0",
		read: readSwitch,
	}),
	TICKETRAIL_MENU_ASSIGNMENT: variable({
		text: "1 lets partners say which menus a store shows; 0 takes that endpoint away",
		default: "1",
		read: readSwitch,
	}),
	TICKETRAIL_EGRESS_ALLOW: variable({
		text: "Address ranges that outgoing calls may reach besides public addresses",
		default: "none",
		unit: "comma-separated CIDR",
		read: readRanges,
	}),
	LOG_LEVEL: variable({
		text: "The least severe lines that are written",
		default: "info",
		read: (text) => readWord(text, LOG_LEVELS),
	}),
} as const;

export type VariableName = keyof typeof VARIABLES;
/** Values by variable name, as text; undefined and the empty text both mean "not set". */
export type Environment = Readonly<Record<string, string | undefined>>;

type Values = { -readonly [N in VariableName]?: (typeof VARIABLES)[N] extends Variable<infer T> ? T : never };

/**
 * The configuration of a process: `overrides` (command-line options, tests) before `env` before the defaults. Without
 * TICKETRAIL_MASTER_KEY the key in DATA_DIR is used, and made on first use. Throws `configuration` whose `detail` has
 * one line per wrong variable, all at once.
 */
export function loadConfig(env: Environment, overrides: Environment = {}): Config {
	const { values } = readValues(env, overrides);
	const settings = settingsOf(values);
	return { ...settings, master_key: values.TICKETRAIL_MASTER_KEY ?? keyOf(settings.data_dir) };
}

/** The configuration without the key, touching no file: for `doctor` and everything that only looks. */
export function readSettings(env: Environment, overrides: Environment = {}): Omit<Config, "master_key"> {
	return settingsOf(readValues(env, overrides).values);
}

/** One line of `config print`. */
export interface DescribedVariable {
	name: VariableName;
	/** As in effect; secrets redacted. */
	value: string;
	source: "option" | "environment" | "default";
	default: string;
	text: string;
	unit?: string;
}

/** The configuration in effect with the source of each value, no secret in it. Throws `configuration` like `loadConfig`. */
export function describeConfig(env: Environment, overrides: Environment = {}): DescribedVariable[] {
	const { values, texts } = readValues(env, overrides);
	const settings = settingsOf(values);
	const in_effect: Record<VariableName, string> = {
		PORT: String(settings.port),
		HOST: settings.host,
		PUBLIC_URL: settings.public_url,
		DATABASE_URL: "embedded",
		DATA_DIR: settings.data_dir,
		TICKETRAIL_MASTER_KEY: `file ${masterKeyFile(settings.data_dir)}`,
		TICKETRAIL_ROLES: settings.roles.join(","),
		TICKETRAIL_SANDBOX: settings.sandbox ? "1" : "0",
		TICKETRAIL_MENU_ASSIGNMENT: settings.menu_assignment ? "1" : "0",
		TICKETRAIL_EGRESS_ALLOW: settings.egress_allow.join(",") || "none",
		LOG_LEVEL: settings.log_level,
	};
	return (Object.keys(VARIABLES) as VariableName[]).map((name) => {
		const described: Variable<unknown> = VARIABLES[name];
		const text = texts[name];
		return {
			name,
			value: text !== undefined && described.show ? described.show(text) : in_effect[name],
			source: text === undefined ? "default" : isSet(overrides[name]) ? "option" : "environment",
			default: described.default,
			text: described.text,
			...(described.unit ? { unit: described.unit } : {}),
		};
	});
}

/** Variables that look like ours and are not: probably mistyped, and silently without effect. */
export function unknownVariables(env: Environment): string[] {
	return Object.keys(env).filter((name) => name.startsWith("TICKETRAIL_") && !(name in VARIABLES));
}

function readValues(env: Environment, overrides: Environment) {
	const values: Record<string, unknown> = {};
	const texts: Partial<Record<VariableName, string>> = {};
	const lines: string[] = [];
	for (const name of Object.keys(VARIABLES) as VariableName[]) {
		const text = [overrides[name], env[name]].find(isSet)?.trim();
		if (text === undefined || text === "") continue;
		const described: Variable<unknown> = VARIABLES[name];
		const reading = described.read(text);
		if ("value" in reading) {
			values[name] = reading.value;
			texts[name] = text;
		} else {
			const found = described.is_secret ? "what it is set to" : JSON.stringify(text.slice(0, 80));
			lines.push(`${name} must be ${reading.expected}, not ${found}`);
		}
	}
	if (lines.length > 0) throw new HubError("configuration", { detail: lines.join("\n") });
	return { values: values as Values, texts };
}

function settingsOf(values: Values): Omit<Config, "master_key"> {
	const port = values.PORT ?? 8080;
	const host = values.HOST ?? "127.0.0.1";
	return {
		port,
		host,
		public_url: values.PUBLIC_URL ?? `http://${reachable(host)}:${port}`,
		database_url: values.DATABASE_URL,
		data_dir: values.DATA_DIR ?? resolve("data"),
		roles: values.TICKETRAIL_ROLES ?? [...ROLES],
		sandbox: values.TICKETRAIL_SANDBOX ?? values.DATABASE_URL === undefined,
		menu_assignment: values.TICKETRAIL_MENU_ASSIGNMENT ?? true,
		egress_allow: values.TICKETRAIL_EGRESS_ALLOW ?? [],
		log_level: values.LOG_LEVEL ?? "info",
	};
}

/** "Every address" is no address that anyone can call. */
function reachable(host: string): string {
	if (host === "0.0.0.0" || host === "::") return "127.0.0.1";
	return isIPv6(host) ? `[${host}]` : host;
}

function keyOf(data_dir: string): Buffer {
	try {
		return loadOrCreateMasterKey(data_dir);
	} catch (error) {
		const { code } = error as NodeJS.ErrnoException;
		const reason = code ? `cannot be read or written (${code})` : "does not hold 32 bytes as 64 hex digits";
		throw new HubError("configuration", {
			detail: `DATA_DIR must be a directory that the hub can write: ${masterKeyFile(data_dir)} ${reason}`,
			cause: error,
		});
	}
}

function isSet(text: string | undefined): text is string {
	return text !== undefined && text.trim() !== "";
}
