import { parseArgs } from "node:util";
import type { ReferenceDspOptions } from "./start.ts";

/** What the program reads: each key is an environment variable, and a flag in kebab case (`CLIENT_ID`, `--client-id`). */
const KEYS = {
	PORT: "port to listen on; 0 takes a free one (default 9002)",
	HOST: "address to listen on (default 127.0.0.1)",
	CLIENT_ID: "what the hub calls itself at this DSP",
	CLIENT_SECRET: "and its secret",
	CLIENT_NAME: "how the consent page names the hub (default: the client id)",
	HUB_URL: "where orders go; without it none can be placed",
	WEBHOOK_SECRET: "signs the orders",
	SLUG: "this DSP's name at the hub (default sim-dsp)",
	HISTORY_FILE: "append a JSON line per event received",
} as const;

type Key = keyof typeof KEYS;
const NEEDED: readonly Key[] = ["CLIENT_ID", "CLIENT_SECRET", "WEBHOOK_SECRET"];

/** The settings, or one sentence per thing that is wrong with them. */
export function readSettings(
	env: Record<string, string | undefined>,
	args: readonly string[],
): { ok: true; options: ReferenceDspOptions } | { ok: false; problems: string[] } {
	const flags = Object.keys(KEYS).map((key) => [flagOf(key), { type: "string" as const }] as const);
	let values: Record<string, unknown>;
	try {
		({ values } = parseArgs({ args: [...args], options: Object.fromEntries(flags) }));
	} catch (error) {
		return { ok: false, problems: [(error as Error).message] };
	}
	const given = (key: Key) => (values[flagOf(key)] as string | undefined) ?? env[key] ?? "";
	const problems = NEEDED.filter((key) => given(key) === "").map((key) => `${key} is missing: ${KEYS[key]}`);
	const port = given("PORT") === "" ? 9002 : Number(given("PORT"));
	if (!Number.isInteger(port) || port < 0 || port > 65_535) problems.push(`PORT is not a port: ${KEYS.PORT}`);
	if (given("HUB_URL") !== "" && !URL.canParse(given("HUB_URL")))
		problems.push(`HUB_URL is not an address: ${KEYS.HUB_URL}`);
	if (problems.length > 0) return { ok: false, problems };

	const options: ReferenceDspOptions = {
		port,
		host: given("HOST") || "127.0.0.1",
		client_id: given("CLIENT_ID"),
		client_secret: given("CLIENT_SECRET"),
		webhook_secret: given("WEBHOOK_SECRET"),
		slug: given("SLUG") || "sim-dsp",
	};
	if (given("CLIENT_NAME")) options.client_name = given("CLIENT_NAME");
	if (given("HUB_URL")) options.hub_url = given("HUB_URL");
	if (given("HISTORY_FILE")) options.history_file = given("HISTORY_FILE");
	return { ok: true, options };
}

function flagOf(key: string): string {
	return key.toLowerCase().replaceAll("_", "-");
}
