import type { TestProject } from "vitest/node";
import { ensureBundle } from "./scripts/ensure-bundle.ts";
import { offerTestServers } from "./src/storage/test-postgres.ts";

/** Vitest's global set-up: makes the hub one file, as for its users, offers PostgreSQL to the tests of a run and stops it at the end. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
	await ensureBundle(() => {});
	const servers = await offerTestServers();
	project.provide("postgres_url", servers.url);
	project.provide("postgres_versions", servers.versions);
	return servers.close;
}
