import { HubError } from "../base/error.ts";

/**
 * The servers of one `DATABASE_URL`. `postgres://user:password@h1:5432,h2:5433/name?option=value` names several; the
 * driver understands only one, so each host gets a URL of its own and `current()` is the one believed to be writable
 * (distributed.md rule 15).
 */
export interface Hosts {
	readonly count: number;
	/** How a server lists the sessions that are opened with these URLs. */
	readonly session_name: string;
	/** URL of the host that new connections go to. */
	current(): string;
	/** That host refused us or is a standby: the next connection tries the one after it. Late reports change nothing. */
	failed(url: string): void;
}

/** The server cuts longer ones. */
const NAME_MAX = 63;

const FORM = /^(postgres(?:ql)?:\/\/(?:[^@/?#]*@)?)([^@/?#]+)((?:\/[^?#]*)?)(\?[^#]*)?$/;

/**
 * Parse a database URL with one or more hosts and add the session settings that every connection of the hub runs
 * with. Settings in the URL's own `options` win, since the server takes the last of two. `id` tells its sessions from those of
 * other processes.
 * @throws HubError `configuration` without the URL in it: it holds a password.
 */
export function parseHosts(url: string, settings: Record<string, string | number>, id: string): Hosts {
	const match = FORM.exec(url);
	if (!match) throw malformed("is not of the form postgres://user:password@host:port/name");
	const [, front = "", list = "", path = "", query = ""] = match;
	const called = new URLSearchParams(query).get("application_name") ?? "ticketrail";
	const session_name = `${called.slice(0, NAME_MAX - id.length - 1)} ${id}`;
	const urls = list.split(",").map((host) => {
		try {
			const single = new URL(`${front}${host}${path}${query}`);
			single.searchParams.delete("target_session_attrs");
			const own = Object.entries(settings).map(([name, value]) => `-c ${name}=${value}`);
			const given = single.searchParams.get("options");
			single.searchParams.set("options", [...own, ...(given ? [given] : [])].join(" "));
			single.searchParams.set("application_name", session_name);
			return single.href;
		} catch {
			throw malformed(`names a host that cannot be read: "${host}"`);
		}
	});
	let index = 0;
	return {
		session_name,
		count: urls.length,
		current: () => urls[index] as string,
		failed(failed_url) {
			if (failed_url === urls[index]) index = (index + 1) % urls.length;
		},
	};
}

function malformed(what: string): HubError {
	return new HubError("configuration", { detail: `DATABASE_URL ${what}` });
}
