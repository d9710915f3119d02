import type { Offer } from "../door/door-book.ts";
import type { HubAccess } from "../partner/hub-connection.ts";

/** What the app is started with. */
export interface AppSettings extends HubAccess {
	port: number;
	host: string;
	/** where browsers reach the app, without a slash at the end; undefined: where it listens */
	public_url: string | undefined;
	offers: Offer[];
}

/** A setting that is missing or wrong: one line each. */
export class SettingsProblem extends Error {
	readonly lines: readonly string[];

	constructor(lines: readonly string[]) {
		super(lines.join("\n"));
		this.name = "SettingsProblem";
		this.lines = lines;
	}
}

/**
 * `PARTNER_API_URL`, `PARTNER_CLIENT_ID`, `PARTNER_CLIENT_SECRET`, `PORT` (8090), `HOST` (127.0.0.1), `PUBLIC_URL`, and
 * `PARTNER_SOURCES`: systems to choose from, `pos:toast=Toast,dsp:doordash=DoorDash`, since no call of the contract lists them.
 * Throws `SettingsProblem`.
 */
export function readSettings(env: Readonly<Record<string, string | undefined>>): AppSettings {
	const lines: string[] = [];
	const wanted = (name: string) => {
		const value = env[name]?.trim() ?? "";
		if (value === "") lines.push(`${name} is not set.`);
		return value;
	};
	const address = (name: string, value: string) => {
		const url = URL.canParse(value) ? new URL(value) : undefined;
		const is_plain = url && ["http:", "https:"].includes(url.protocol) && !url.search && !url.hash && !url.username;
		if (value !== "" && !is_plain) lines.push(`${name} is not a plain http or https address.`);
		return value.replace(/\/+$/, "");
	};
	const port_text = env.PORT || "8090";
	const port = Number(port_text);
	if (!/^\d+$/.test(port_text) || port > 65_535) lines.push("PORT is not a TCP port.");
	const settings: AppSettings = {
		api_url: address("PARTNER_API_URL", wanted("PARTNER_API_URL")),
		client_id: wanted("PARTNER_CLIENT_ID"),
		client_secret: wanted("PARTNER_CLIENT_SECRET"),
		...{ port, host: env.HOST || "127.0.0.1" },
		public_url: env.PUBLIC_URL ? address("PUBLIC_URL", env.PUBLIC_URL) : undefined,
		offers: readOffers(env.PARTNER_SOURCES ?? "", lines),
	};
	if (lines.length > 0) throw new SettingsProblem(lines);
	return settings;
}

function readOffers(text: string, lines: string[]): Offer[] {
	return text.split(",").flatMap((part): Offer[] => {
		if (part.trim() === "") return [];
		const match = /^\s*(pos|dsp):([^=\s]+?)\s*(?:=\s*(.+?)\s*)?$/.exec(part);
		if (!match) {
			lines.push(`PARTNER_SOURCES: ${JSON.stringify(part.trim())} is not like pos:slug=Name or dsp:slug=Name.`);
			return [];
		}
		const [, type = "", slug = "", name = slug] = match;
		return [{ slug, name, type: type as Offer["type"], auth: "oauth" }];
	});
}
