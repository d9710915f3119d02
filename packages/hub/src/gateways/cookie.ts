import type { Call } from "./endpoint.ts";

/** The value of a cookie that the browser sent. */
export function readCookie(call: Pick<Call, "headers">, name: string): string | undefined {
	const { cookie } = call.headers;
	const pairs = typeof cookie === "string" ? cookie.split(";") : [];
	return pairs
		.map((pair) => pair.trim())
		.find((pair) => pair.startsWith(`${name}=`))
		?.slice(name.length + 1);
}

/** A cookie that no script reads and no other site's form sends; `path` below the hub's own, `max_age_s` 0 takes it away. */
export function setCookie(
	public_url: string,
	cookie: { name: string; value: string; path: string; max_age_s: number },
): string {
	return [
		`${cookie.name}=${cookie.value}`,
		`Path=${new URL(public_url).pathname.replace(/\/$/, "")}${cookie.path}`,
		`Max-Age=${cookie.max_age_s}`,
		"HttpOnly",
		"SameSite=Lax",
		...(public_url.startsWith("https:") ? ["Secure"] : []),
	].join("; ");
}
