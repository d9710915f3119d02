import { SIGN_IN_LIFE } from "../features/sign-in/index.ts";
import { readCookie, setCookie } from "./cookie.ts";
import type { Call } from "./endpoint.ts";

/** The cookie of a signed-in browser, and its name where a browser itself vouches that no other host set it. */
const SESSION_COOKIE = "ticketrail_session";
const HOST_COOKIE = `__Host-${SESSION_COOKIE}`;

/** The address of the page of a signed-in person, without the host: whoever came by another name stays there. */
export function accountPath(public_url: string): string {
	return `${basePath(public_url)}/account`;
}

/** The address of the console, likewise. */
function consolePath(public_url: string): string {
	return `${basePath(public_url)}/`;
}

/** The session that a browser brings. */
export function readSession(call: Pick<Call, "headers">): string | undefined {
	return readCookie(call, HOST_COOKIE) ?? readCookie(call, SESSION_COOKIE);
}

/**
 * The cookie that gives a browser this session; an empty one takes it away. Over https it is a `__Host-` cookie, where the hub
 * has its host for itself: a path of a shared host is nothing that a browser could vouch for.
 */
export function sessionCookie(public_url: string, session: string): string {
	const max_age_s = session === "" ? 0 : SIGN_IN_LIFE.session / 1000;
	const is_own_host = public_url.startsWith("https:") && basePath(public_url) === "";
	const name = is_own_host ? HOST_COOKIE : SESSION_COOKIE;
	return setCookie(public_url, { name, value: session, path: "/", max_age_s });
}

/** Headers that sign a browser in and send it to its page. */
export function enterAccount(public_url: string, session: string): { location: string; "set-cookie": string } {
	return { location: accountPath(public_url), "set-cookie": sessionCookie(public_url, session) };
}

/** Headers that sign a browser in and send it to the console. */
export function enterConsole(public_url: string, session: string): { location: string; "set-cookie": string } {
	return { location: consolePath(public_url), "set-cookie": sessionCookie(public_url, session) };
}

function basePath(public_url: string): string {
	return new URL(public_url).pathname.replace(/\/$/, "");
}
