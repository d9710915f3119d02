import { SIGN_IN_LIFE } from "../features/sign-in/index.ts";
import { setCookie } from "./cookie.ts";

/** The cookie of a signed-in browser. */
export const SESSION_COOKIE = "ticketrail_session";

/** The address of the page of a signed-in person, without the host: whoever came by another name stays there. */
export function accountPath(public_url: string): string {
	return `${new URL(public_url).pathname.replace(/\/$/, "")}/account`;
}

/** The cookie that gives a browser this session; an empty one takes it away. */
export function sessionCookie(public_url: string, session: string): string {
	const max_age_s = session === "" ? 0 : SIGN_IN_LIFE.session / 1000;
	return setCookie(public_url, { name: SESSION_COOKIE, value: session, path: "/", max_age_s });
}

/** Headers that sign a browser in and send it to its page. */
export function enterAccount(public_url: string, session: string): { location: string; "set-cookie": string } {
	return { location: accountPath(public_url), "set-cookie": sessionCookie(public_url, session) };
}
