import type { Config, Environment } from "../config.ts";

/** The configuration as far as it can be known without the key. */
export type Settings = Omit<Config, "master_key">;

/** What a check found; `fix` says what to do about it. */
export interface Finding {
	check: string;
	verdict: "PASS" | "WARN" | "FAIL" | "SKIP";
	message: string;
	fix?: string;
}

/** The questions that `doctor` puts to the database. */
export interface DoctorDatabase {
	/** Server version in words, such as `PostgreSQL 18.4`. */
	version(): Promise<string>;
	/** Epoch ms by the database's own clock. */
	now(): Promise<number>;
	/** Names of the migrations that are still to run. */
	pendingMigrations(): Promise<string[]>;
	/** Writes a row, reads it back and leaves nothing behind. */
	writeTest(): Promise<void>;
	close(): Promise<void>;
}

/** The world that `doctor` looks at. */
export interface DoctorParts {
	env: Environment;
	overrides?: Environment;
	node_version: string;
	now(): number;
	openDatabase(settings: Settings): Promise<DoctorDatabase>;
	/** Writes and removes a file there; rejects with the file system's error. */
	writeInto(dir: string): Promise<void>;
	/** The mode bits of the key file; undefined when there is none. */
	keyFileMode(data_dir: string): Promise<number | undefined>;
	isPortFree(host: string, port: number): Promise<boolean>;
}

/** Makes a finding. */
export function finding(check: string, verdict: Finding["verdict"], message: string, fix?: string): Finding {
	return { check, verdict, message, ...(fix ? { fix } : {}) };
}
