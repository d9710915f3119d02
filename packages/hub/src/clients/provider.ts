import { DSP_PATHS, type DspPath, POS_PATHS, type PosPath } from "@ticketrail/contract";
import { HubError } from "../base/error.ts";

/** A POS or DSP system as the hub speaks to it, its secrets open. */
export interface Provider {
	slug: string;
	provider_id: string;
	type: "pos" | "dsp";
	name: string;
	/** `https://host[:port][/prefix]`, without a slash at the end */
	base_url: string;
	/** what differs from `POS_PATHS` or `DSP_PATHS` */
	paths: Readonly<Record<string, string>>;
	auth: "oauth" | "manual";
	client_id: string;
	client_secret: string;
	/** newest first */
	webhook_secrets: readonly string[];
	settings: ProviderSettings;
	/** epoch ms since when nothing is sent to it, by an operator's word; null = it is sent to */
	paused_at: number | null;
}

/** What a system is told to be capable of, each with its default (docs: `provider add --set`). */
export interface ProviderSettings {
	/** DSP: form of the menu file, contract.md C.6 */
	menu_version: "v1" | "v2";
	/** POS: what a second copy of an order does there (design.md section 6) */
	delivery_contract: "dedupes_by_order_id" | "at_most_once";
	/** POS: takes orders that are not paid yet, contract.md B.5.1 */
	accepts_unpaid: boolean;
	/** POS: one catalog per merchant, contract.md B.4 */
	global_catalog: boolean;
	/** POS: hears connected and disconnected, contract.md B.9 */
	connection_status: boolean;
	/** DSP: takes stock changes by `location.update`, contract.md C.3 */
	object_updates: boolean;
	/** DSP: when menus go out: whenever they change, or only by a plan that somebody looked at */
	publish_menus: "on_change" | "by_plan";
	/** DSP: seconds from the order to its verdict at the latest */
	verdict_deadline_s: number;
	/** POS: net prices and one line with the markup, contract.md B.5.2 */
	markup_line: boolean;
	/** every how many hours a POS's locations and catalogs, or a DSP's stores, are compared with what the hub has; 0 = never */
	sweep_hours: number;
	/** `auth=manual`: what the partner's code is good for */
	manual_code: "exchange" | "token";
}

export type ProviderType = Provider["type"];

/** The settings of a system for which nothing was set. */
export const DEFAULT_SETTINGS: Readonly<ProviderSettings> = {
	menu_version: "v1",
	delivery_contract: "at_most_once",
	accepts_unpaid: false,
	global_catalog: false,
	connection_status: false,
	object_updates: true,
	publish_menus: "on_change",
	verdict_deadline_s: 150,
	markup_line: false,
	sweep_hours: 6,
	manual_code: "exchange",
};

/** For each setting the types of system that it is about, and its values; `[least, most]` for a number. */
const SETTING_RULES: {
	readonly [K in keyof ProviderSettings]: { types: readonly ProviderType[]; values: readonly ProviderSettings[K][] };
} = {
	menu_version: { types: ["dsp"], values: ["v1", "v2"] },
	delivery_contract: { types: ["pos"], values: ["dedupes_by_order_id", "at_most_once"] },
	accepts_unpaid: { types: ["pos"], values: [true, false] },
	global_catalog: { types: ["pos"], values: [true, false] },
	connection_status: { types: ["pos"], values: [true, false] },
	object_updates: { types: ["dsp"], values: [true, false] },
	publish_menus: { types: ["dsp"], values: ["on_change", "by_plan"] },
	verdict_deadline_s: { types: ["dsp"], values: [1, 3600] },
	markup_line: { types: ["pos"], values: [true, false] },
	sweep_hours: { types: ["pos", "dsp"], values: [0, 168] },
	manual_code: { types: ["pos", "dsp"], values: ["exchange", "token"] },
};

/**
 * A path of ours, off unless it is set: where a POS can be asked for one order by its key. The contract has no such
 * question (docs/guides/connect-a-pos.md).
 */
const ORDER_STATUS = "order_status";

/** Names of the paths that a system of this type has. */
function pathNames(type: ProviderType): string[] {
	return type === "pos" ? [...Object.keys(POS_PATHS), ORDER_STATUS] : Object.keys(DSP_PATHS);
}

/** Whether this POS said at its registration that it can be asked for one order. */
export function canBeAsked(provider: Pick<Provider, "paths">): boolean {
	return provider.paths[ORDER_STATUS] !== undefined;
}

/** Where a call goes: base URL plus the provider's own path, or the contract's default. */
export function endpointUrl(provider: Provider, name: PosPath | DspPath | typeof ORDER_STATUS): string {
	const defaults: Readonly<Record<string, string>> = provider.type === "pos" ? POS_PATHS : DSP_PATHS;
	return provider.base_url + (provider.paths[name] ?? defaults[name] ?? "");
}

/** Settings as stored, completed by the defaults. What is stored was checked when it was set. */
export function completeSettings(stored: Partial<ProviderSettings>): ProviderSettings {
	return { ...DEFAULT_SETTINGS, ...stored };
}

/**
 * The settings in `key=value` arguments; a later one wins. Throws `invalid_field` with the key as `param`, and a detail
 * that lists what would do.
 */
export function parseSettings(type: ProviderType, pairs: readonly string[]): Partial<ProviderSettings> {
	const known = Object.keys(SETTING_RULES).filter((key) => ruleOf(key)?.types.includes(type));
	const entries = pairs.map((pair): [string, unknown] => {
		const [key, text] = splitPair(pair, "--set");
		const rule = ruleOf(key);
		if (rule === undefined) throw invalid(key, `There is no setting ${key}; a ${label(type)} has ${known.join(", ")}.`);
		if (!rule.types.includes(type)) {
			throw invalid(
				key,
				`${key} is a setting of a ${label(type === "pos" ? "dsp" : "pos")}; a ${label(type)} has ${known.join(", ")}.`,
			);
		}
		return [key, parseValue(key, text, rule.values)];
	});
	return Object.fromEntries(entries);
}

/** The paths in `name=/path` arguments. Throws `invalid_field` with the name as `param`. */
export function parsePaths(type: ProviderType, pairs: readonly string[]): Record<string, string> {
	const entries = pairs.map((pair): [string, string] => {
		const [written, path] = splitPair(pair, "--path");
		const name = written === "locations/connection" ? "connection" : written;
		if (!pathNames(type).includes(name)) {
			throw invalid(written, `A ${label(type)} has no path ${written}; it has ${pathNames(type).join(", ")}.`);
		}
		if (!/^\/[\w\-.~!$&'()*+,;=:@%/?]*$/.test(path) || path.startsWith("//")) {
			throw invalid(written, `The path of ${written} must begin with one slash and be written as in a URL: /v1/token`);
		}
		return [name, path];
	});
	return Object.fromEntries(entries);
}

/**
 * A base URL in the form in which it is stored: http or https, no user, query or fragment, no slash at the end. Whether
 * its address may be reached is decided at each call (`egress.ts`). Throws `invalid_field`.
 */
export function parseBaseUrl(text: string): string {
	const url = URL.parse(text);
	const is_plain = url !== null && (url.protocol === "https:" || url.protocol === "http:") && !/[?#]/.test(text);
	if (!is_plain || url.username !== "" || url.password !== "") {
		throw invalid(
			"base_url",
			"The base URL must be https://host or https://host/prefix, without user, query and fragment.",
		);
	}
	return url.origin + url.pathname.replace(/\/+$/, "");
}

function ruleOf(key: string): { types: readonly ProviderType[]; values: readonly unknown[] } | undefined {
	return Object.hasOwn(SETTING_RULES, key) ? SETTING_RULES[key as keyof ProviderSettings] : undefined;
}

function parseValue(key: string, text: string, values: readonly unknown[]): unknown {
	const [least, most] = values;
	if (typeof least === "number" && typeof most === "number") {
		const number = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
		if (number >= least && number <= most) return number;
		throw invalid(key, `${key} must be a whole number from ${least} to ${most}.`);
	}
	const value = values.find((one) => String(one) === text);
	if (value === undefined) throw invalid(key, `${key} must be ${values.join(" or ")}.`);
	return value;
}

function splitPair(pair: string, option: string): [string, string] {
	const at = pair.indexOf("=");
	if (at < 1) throw invalid(option, `${option} takes name=value, not ${JSON.stringify(pair)}.`);
	return [pair.slice(0, at).trim(), pair.slice(at + 1).trim()];
}

function label(type: ProviderType): string {
	return type.toUpperCase();
}

function invalid(param: string, detail: string): HubError {
	return new HubError("invalid_field", { param, detail });
}
